//! Who calls, and whether they may: a bearer token names a session, its role has permissions, a route asks for one.
//!
//! The guard stands before the handler and its extractors, so that a stranger learns nothing from a body's faults.

mod bearer;
mod cookies;
mod guard;
mod permission;
mod person;

pub(crate) use cookies::{Cookies, Keepsake};
pub use guard::{Access, guarded};
pub use permission::Permission;
pub(crate) use person::no_person;

use crate::error::{ApiError, Code};

/// Nobody is signed in.
pub(crate) fn no_token() -> ApiError {
    ApiError::new(
        Code::Unauthenticated,
        "A bearer token is needed: POST /v2/auth/login gives one.",
    )
}
