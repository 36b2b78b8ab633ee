//! Events.

mod directory;
mod qr_codes;
mod reads;
mod repository;
mod rows;
mod wechat_json;

pub(crate) use rows::event_state;
