//! The log of messages, promotion channels and scene codes, reply rules and menus.

mod answer;
mod channels;
mod intent_json;
mod menus;
mod message_log;
mod mirrored;
mod reads;
mod record;
mod reply_json;
mod rows;
mod rules;
mod upsert;

pub(crate) use channels::insert_code;
