//! The log of messages.

mod accounts;
mod answer;
mod intent_json;
mod message_log;
mod mirrored;
mod reads;
mod record;
mod reply_json;
mod rows;
mod upsert;
