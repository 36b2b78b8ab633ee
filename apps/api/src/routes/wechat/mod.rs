//! WeChat (微信): what it delivers, and what was delivered.

mod administered;
mod channels;
mod followers;
mod message_body;
mod messages;
mod reply_content;
mod web;
pub mod webhook;

use crate::endpoint::Endpoint;

pub(crate) use channels::{Statistics, days, statistics_of};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = webhook::endpoints();
    endpoints.extend(channels::endpoints());
    endpoints.push(messages::endpoint());
    endpoints.extend(followers::endpoints());
    endpoints.extend(web::endpoints());
    endpoints
}
