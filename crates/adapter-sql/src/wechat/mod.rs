//! The log of messages, promotion channels and scene codes, the Mini Program.

mod answer;
mod channels;
mod intent_json;
mod interactions;
mod message_log;
mod mini_program;
mod mirrored;
mod reads;
mod record;
mod reply_json;
mod rows;
mod upsert;

pub(crate) use channels::insert_code;
