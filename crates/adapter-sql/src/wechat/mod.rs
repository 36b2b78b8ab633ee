//! The log of messages, promotion channels and scene codes, and how calls do.

mod accounts;
mod answer;
mod channels;
mod health;
mod health_reads;
mod intent_json;
mod message_log;
mod mirrored;
mod reads;
mod record;
mod reply_json;
mod rows;
mod upsert;

pub(crate) use channels::insert_code;
