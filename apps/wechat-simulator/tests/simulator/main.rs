//! The simulator as its users meet it: over HTTP, with a callback server of the test's own.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected should fail there")]

mod accounts;
mod actions;
mod control;
mod faults;
mod harness;
mod hostile;
mod modes;
mod redelivery;
mod saving;
mod sending;
mod tokens;
