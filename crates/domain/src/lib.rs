//! What is true of events, attendees, WeChat scans and notices, whoever stores or transports them.
//!
//! This crate must never know a database, a network, a serialization format, an async runtime or the time of day:
//! facts that change come in as arguments. Aggregates keep their fields private and offer verbs that return what
//! happened or a named refusal; `restore` constructors are for adapters only.

pub mod attendance;
pub mod events;
pub mod files;
pub mod identity;
pub mod ids;
pub mod notifications;
pub mod secret;
pub mod text;
pub mod time;
pub mod validation;
pub mod wechat;
