//! What official accounts and mini programs share.

mod quota;
mod token;

use super::endpoint::Endpoint;

/// The families of endpoints.
pub const FAMILIES: &[&[Endpoint]] = &[quota::ENDPOINTS, token::ENDPOINTS];
