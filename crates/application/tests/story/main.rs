//! Use cases on the in-memory adapter, with a fixed clock and a fake WeChat.

#![expect(clippy::unwrap_used, reason = "a test may panic where its ground gives way")]

mod accounts;
mod channels;
mod deliveries;
mod events;
mod messages;
mod sign_in;
mod work;
mod world;
