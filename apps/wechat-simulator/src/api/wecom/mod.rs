//! 企业微信: what WeCom has.

mod access;
mod agents;
mod app_chats;
mod authorize;
mod cards;
mod contact_tags;
mod contacts;
mod departments;
mod group_chats;
mod media;
mod member_fields;
mod member_ids;
mod members;
mod message_changes;
mod message_content;
mod messages;
mod oauth;
mod recipients;
mod robots;
mod tags;
mod tickets;
mod token;
mod welcome;

use super::endpoint::Endpoint;

/// The families of endpoints.
pub const FAMILIES: &[&[Endpoint]] = &[
    agents::ENDPOINTS,
    app_chats::ENDPOINTS,
    authorize::ENDPOINTS,
    contact_tags::ENDPOINTS,
    contacts::ENDPOINTS,
    departments::ENDPOINTS,
    group_chats::ENDPOINTS,
    media::ENDPOINTS,
    member_ids::ENDPOINTS,
    members::ENDPOINTS,
    message_changes::ENDPOINTS,
    messages::ENDPOINTS,
    oauth::ENDPOINTS,
    robots::ENDPOINTS,
    tags::ENDPOINTS,
    tickets::ENDPOINTS,
    token::ENDPOINTS,
    welcome::ENDPOINTS,
];
