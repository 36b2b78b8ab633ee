//! Calls of a Mini Program (小程序). The host, the token and the shape of answers are those of an Official Account, with
//! the Mini Program's own app id and secret; never mix the tokens of two apps.
//!
//! Requests with limits have a `check`, which finds locally what the platform would refuse.

pub mod code;
pub mod content_check;
pub mod customer_message;
pub mod link;
pub mod person;
pub mod session;
pub mod subscribe;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

/// Which version of the Mini Program opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EnvVersion {
    /// The published one.
    #[default]
    Release,
    /// The one testers try.
    Trial,
    /// The one in development.
    Develop,
}
