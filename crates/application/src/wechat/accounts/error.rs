//! Why a use case about accounts did not succeed.

use domain::validation::FieldFaults;
use ports::StoreError;

use crate::retry::AsStoreError;

/// A command about an account failed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// There is no such account.
    #[error("there is no such WeChat account")]
    Unknown,
    /// It is set in the configuration and changed there.
    #[error("the account is set in the configuration and can only be changed there")]
    Configured,
    /// Another account has this name or app id.
    #[error("another account has this {field}")]
    Taken {
        /// The field that is taken, as the API spells it.
        field: &'static str,
    },
    /// The caller changed a version that is no longer the present one.
    #[error("the account is at version {actual}, not {expected}")]
    Stale {
        /// What the caller had seen.
        expected: u64,
        /// What is stored.
        actual: u64,
    },
    /// The stored credentials cannot be opened, so that nothing can be tried out with them.
    #[error("the account's credentials cannot be opened with the configured keys: enter them again")]
    Unsealable,
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for AccountError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
