//! 小程序: what mini programs alone have.

mod codes;
mod custom;
mod links;
mod login;
mod pages;
pub mod phone;
mod picture;
mod security;
mod session;
mod subscribe;

use super::endpoint::Endpoint;

/// The families of endpoints.
pub const FAMILIES: &[&[Endpoint]] = &[
    codes::ENDPOINTS,
    custom::ENDPOINTS,
    links::ENDPOINTS,
    login::ENDPOINTS,
    phone::ENDPOINTS,
    security::ENDPOINTS,
    session::ENDPOINTS,
    subscribe::ENDPOINTS,
];
