//! WeChat (微信): what it delivers, and what was delivered.

mod accounts;
mod administered;
mod articles;
mod channels;
mod comments_name;
mod corp;
mod followers;
mod mass;
mod materials;
mod menus;
mod message_body;
mod messages;
mod messaging;
mod mini_program;
mod reply_content;
mod reply_rules;
mod staff;
mod staff_login;
mod web;
pub mod webhook;

use domain::wechat::Product;

use crate::endpoint::Endpoint;

pub(crate) use channels::{ScanStatistics, days, statistics_of};

/// What only people of an official account have.
const OFFICIAL: &[Product] = &[Product::OfficialAccount];
/// Subscribe notifications and customer-service messages are common to both.
const MESSAGING: &[Product] = &[Product::OfficialAccount, Product::MiniProgram];
/// A Mini Program takes no answer in the response to a message.
const ANSWERING: &[Product] = &[Product::OfficialAccount, Product::WeCom];
/// What only a Mini Program has.
const MINI_PROGRAM: &[Product] = &[Product::MiniProgram];
/// What only a corporation has.
const WECOM: &[Product] = &[Product::WeCom];

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = webhook::endpoints();
    endpoints.extend(of(OFFICIAL, channels::endpoints()));
    endpoints.extend(of(MESSAGING, messaging::endpoints()));
    endpoints.push(messages::endpoint());
    endpoints.extend(accounts::endpoints());
    endpoints.extend(of(ANSWERING, reply_rules::endpoints()));
    endpoints.extend(of(OFFICIAL, mass::endpoints()));
    endpoints.extend(of(OFFICIAL, menus::endpoints()));
    endpoints.extend(of(OFFICIAL, followers::endpoints()));
    endpoints.extend(of(MINI_PROGRAM, mini_program::endpoints()));
    endpoints.extend(materials::endpoints());
    endpoints.extend(of(OFFICIAL, articles::endpoints()));
    endpoints.extend(of(WECOM, corp::endpoints()));
    endpoints.extend(web::endpoints());
    endpoints.extend(of(WECOM, staff::endpoints()));
    endpoints.extend(staff_login::endpoints());
    endpoints
}

/// Those below an account, for accounts of these products.
fn of(products: &'static [Product], endpoints: Vec<Endpoint>) -> impl Iterator<Item = Endpoint> {
    endpoints.into_iter().map(move |endpoint| {
        if endpoint.path.contains("{account}") {
            endpoint.of(products)
        } else {
            endpoint
        }
    })
}
