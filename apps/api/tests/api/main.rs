//! The HTTP surface over adapters in memory, a clock that stands still and a WeChat that does as it is told.

mod attendance;
mod bad_input;
mod envelopes;
mod events;
mod guards;
mod idempotency;
mod listing;
mod openapi;
mod operations;
mod server;
mod sign_in;
mod support;
mod webhook;
mod webhook_refusals;
