//! 公众号: what official accounts alone have.

mod articles;
pub mod authorize;
mod autoreply;
mod blacklist;
mod catalogue;
mod custom;
mod drafts;
mod kf_accounts;
mod kf_sessions;
mod mass;
mod mass_content;
mod material;
mod menu_rules;
mod menus;
mod publishing;
mod qrcode;
mod shorten;
mod sns;
pub mod subscribe;
mod subscribe_templates;
mod tag_book;
mod tags;
mod template_book;
mod templates;
mod ticket;
mod typing;
mod users;

pub use publishing::PLATFORM;
pub use qrcode::picture;

use super::endpoint::Endpoint;

/// The families of endpoints.
pub const FAMILIES: &[&[Endpoint]] = &[
    authorize::ENDPOINTS,
    autoreply::ENDPOINTS,
    blacklist::ENDPOINTS,
    custom::ENDPOINTS,
    drafts::ENDPOINTS,
    kf_accounts::ENDPOINTS,
    kf_sessions::ENDPOINTS,
    mass::ENDPOINTS,
    mass_content::ENDPOINTS,
    material::ENDPOINTS,
    menus::ENDPOINTS,
    publishing::ENDPOINTS,
    qrcode::ENDPOINTS,
    shorten::ENDPOINTS,
    sns::ENDPOINTS,
    subscribe::ENDPOINTS,
    subscribe_templates::ENDPOINTS,
    tag_book::ENDPOINTS,
    tags::ENDPOINTS,
    template_book::ENDPOINTS,
    templates::ENDPOINTS,
    ticket::ENDPOINTS,
    typing::ENDPOINTS,
    users::ENDPOINTS,
];
