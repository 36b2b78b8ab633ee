//! Use cases on the in-memory adapter, with a fixed clock and a fake WeChat.

#![expect(clippy::unwrap_used, reason = "a test may panic where its ground gives way")]

mod accounts;
mod broadcasts;
mod channels;
mod deliveries;
mod events;
mod follower_sync;
mod follower_tags;
mod followers;
mod menus;
mod messages;
mod mini_program;
mod people;
mod rules;
mod sign_in;
mod web_login;
mod window;
mod work;
mod world;
