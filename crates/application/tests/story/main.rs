//! Use cases on the in-memory adapter, with a fixed clock and a fake WeChat.

#![expect(clippy::unwrap_used, reason = "a test may panic where its ground gives way")]

mod deliveries;
mod events;
mod messages;
mod mini_program;
mod people;
mod sign_in;
mod window;
mod work;
mod world;
