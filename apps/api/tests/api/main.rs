//! The HTTP surface over adapters in memory, a clock that stands still and a WeChat that does as it is told.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod articles;
mod attendance;
mod bad_input;
mod channels;
mod corp;
mod envelopes;
mod events;
mod followers;
mod guards;
mod idempotency;
mod js_sdk;
mod listing;
mod mass;
mod materials;
mod menus;
mod messaging;
mod mini_program;
mod odd_input;
mod openapi;
mod operations;
mod people;
mod products;
mod reply_rules;
mod server;
mod sign_in;
mod staff_login;
mod staff_messages;
mod support;
mod web_login;
mod webhook;
mod webhook_accounts;
mod webhook_refusals;
