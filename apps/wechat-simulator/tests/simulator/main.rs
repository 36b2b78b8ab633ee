//! The simulator as its users meet it: over HTTP, with a callback server of the test's own.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected should fail there")]

mod accounts;
mod actions;
mod authorization;
mod control;
mod families;
mod faults;
mod harness;
mod hostile;
mod menus;
mod modes;
mod platform;
mod redelivery;
mod saving;
mod sending;
mod service;
mod tags;
mod templates;
mod tokens;
