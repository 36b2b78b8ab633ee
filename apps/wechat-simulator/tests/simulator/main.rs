//! The simulator as its users meet it: over HTTP, with a callback server of the test's own.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected should fail there")]

mod accounts;
mod actions;
mod authorization;
mod calling;
mod control;
mod families;
mod faults;
mod harness;
mod hostile;
mod mass;
mod media;
mod menus;
mod mini_login;
mod mini_program;
mod modes;
mod platform;
mod publishing;
mod redelivery;
mod saving;
mod sending;
mod service;
mod tags;
mod templates;
mod tokens;
mod wecom_corp;
mod wecom_directory;
mod wecom_messages;
