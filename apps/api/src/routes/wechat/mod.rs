//! WeChat (微信): what it delivers, and what was delivered.

mod accounts;
mod administered;
mod channels;
mod followers;
mod menus;
mod message_body;
mod messages;
mod messaging;
mod mini_program;
mod reply_content;
mod reply_rules;
mod web;
pub mod webhook;

use crate::endpoint::Endpoint;

pub(crate) use channels::{Statistics, days, statistics_of};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = webhook::endpoints();
    endpoints.extend(channels::endpoints());
    endpoints.extend(messaging::endpoints());
    endpoints.push(messages::endpoint());
    endpoints.extend(accounts::endpoints());
    endpoints.extend(reply_rules::endpoints());
    endpoints.extend(menus::endpoints());
    endpoints.extend(followers::endpoints());
    endpoints.extend(mini_program::endpoints());
    endpoints.extend(web::endpoints());
    endpoints
}
