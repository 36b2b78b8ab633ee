//! Use cases on the in-memory adapter, with a fixed clock and a fake WeChat.

#![expect(clippy::unwrap_used, reason = "a test may panic where its ground gives way")]

mod accounts;
mod articles;
mod broadcasts;
mod channels;
mod deliveries;
mod events;
mod follower_sync;
mod follower_tags;
mod followers;
mod mass;
mod materials;
mod menus;
mod messages;
mod mini_program;
mod people;
mod rules;
mod sign_in;
mod staff_login;
mod staff_messages;
mod web_login;
mod wecom_contacts;
mod wecom_directory;
mod window;
mod work;
mod world;
