//! WeChat (微信): what it delivers, and what was delivered.

mod message_body;
mod messages;
mod mini_program;
mod reply_content;
pub mod webhook;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = webhook::endpoints();
    endpoints.push(messages::endpoint());
    endpoints.extend(mini_program::endpoints());
    endpoints
}
