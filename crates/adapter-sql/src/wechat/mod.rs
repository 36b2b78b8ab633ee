//! The log of messages, promotion channels and scene codes, and how calls do.

mod answer;
mod channels;
mod followers;
mod health;
mod health_reads;
mod intent_json;
mod interactions;
mod logins;
mod message_log;
mod mirrored;
mod reads;
mod record;
mod reply_json;
mod rows;
mod upsert;

pub(crate) use channels::insert_code;
pub use logins::SqlLoginStates;
