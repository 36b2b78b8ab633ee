//! The log of messages, promotion channels and scene codes.

mod answer;
mod channels;
mod intent_json;
mod interactions;
mod message_log;
mod mirrored;
mod reads;
mod record;
mod reply_json;
mod rows;
mod upsert;

pub(crate) use channels::insert_code;
