//! WeChat (微信): what it delivers, and what was delivered.

mod administered;
mod followers;
mod message_body;
mod messages;
mod reply_content;
pub mod webhook;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = webhook::endpoints();
    endpoints.push(messages::endpoint());
    endpoints.extend(followers::endpoints());
    endpoints
}
