//! The log of messages.

mod answer;
mod intent_json;
mod interactions;
mod message_log;
mod mirrored;
mod reads;
mod record;
mod reply_json;
mod rows;
mod upsert;

pub(crate) use mirrored::mirrored;
