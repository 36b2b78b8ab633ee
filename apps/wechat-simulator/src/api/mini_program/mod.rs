//! 小程序: what mini programs alone have.

use super::endpoint::Endpoint;

/// The families of endpoints.
pub const FAMILIES: &[&[Endpoint]] = &[];
