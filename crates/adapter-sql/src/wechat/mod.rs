//! The log of messages.

mod answer;
mod message_log;
mod reads;
mod record;
mod reply_json;
mod rows;
mod upsert;
