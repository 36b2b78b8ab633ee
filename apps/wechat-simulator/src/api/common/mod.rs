//! What official accounts and mini programs share.

mod addresses;
mod media;
mod quota;
pub mod template_fields;
mod token;

use super::endpoint::Endpoint;

/// The families of endpoints.
pub const FAMILIES: &[&[Endpoint]] = &[
    addresses::ENDPOINTS,
    media::ENDPOINTS,
    quota::ENDPOINTS,
    token::ENDPOINTS,
];
