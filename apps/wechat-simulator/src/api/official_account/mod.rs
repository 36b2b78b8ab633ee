//! 公众号: what official accounts alone have.

mod custom;
mod qrcode;
mod tags;
mod templates;
mod users;

pub use qrcode::picture;

use super::endpoint::Endpoint;

/// The families of endpoints.
pub const FAMILIES: &[&[Endpoint]] = &[
    custom::ENDPOINTS,
    qrcode::ENDPOINTS,
    tags::ENDPOINTS,
    templates::ENDPOINTS,
    users::ENDPOINTS,
];
