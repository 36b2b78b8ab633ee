//! The log of messages, accounts, promotion channels and scene codes, reply rules, menus, articles, followers, the Mini
//! Program, and how calls do.
//! The log of messages, accounts, promotion channels and scene codes, reply rules, menus, followers, the Mini Program,
//! WeCom corporations, and how calls do.

mod accounts;
mod answer;
mod articles;
mod channels;
mod followers;
mod health;
mod health_reads;
mod intent_json;
mod interactions;
mod logins;
mod mass;
mod materials;
mod menus;
mod message_log;
mod mini_program;
mod mirrored;
mod reads;
mod record;
mod reply_json;
mod rows;
mod rules;
mod staff_messages;
mod upsert;
mod wecom;

pub(crate) use channels::insert_code;
pub use logins::SqlLoginStates;
pub(crate) use mirrored::mirrored;
