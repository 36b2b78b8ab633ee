//! 企业微信: what WeCom has.

mod token;

use super::endpoint::Endpoint;

/// The families of endpoints.
pub const FAMILIES: &[&[Endpoint]] = &[token::ENDPOINTS];
