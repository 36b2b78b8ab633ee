//! The log of messages, reply rules and menus.

mod answer;
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
