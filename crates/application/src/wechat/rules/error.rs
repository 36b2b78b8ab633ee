//! Why a use case about reply rules did not succeed.

use domain::ids::ReplyRuleId;
use domain::validation::FieldFaults;
use ports::StoreError;

use crate::retry::AsStoreError;

/// A command about a rule failed.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The account has no such rule.
    #[error("there is no reply rule {0}")]
    Unknown(ReplyRuleId),
    /// The caller changed a version that is no longer the present one.
    #[error("the rule is at version {actual}, not {expected}")]
    Stale {
        /// What the caller had seen.
        expected: u64,
        /// What is stored.
        actual: u64,
    },
    /// The account has as many as it may.
    #[error("an account has at most {limit} {what}")]
    TooMany {
        /// How many.
        limit: u32,
        /// Of what.
        what: &'static str,
    },
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for RuleError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
