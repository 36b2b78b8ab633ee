//! Why a use case about a corporation did not succeed.

use domain::validation::FieldFaults;
use domain::wechat::followers::SyncRefusal;
use ports::StoreError;

use super::WecomRefusal;
use crate::retry::AsStoreError;

/// A command or question about a corporation failed.
#[derive(Debug, thiserror::Error)]
pub enum CorpError {
    /// The account is no WeCom application.
    #[error("there is no such WeCom account")]
    UnknownAccount,
    /// Nobody of that id is known.
    #[error("there is no such member")]
    UnknownMember,
    /// Nobody of that id is known.
    #[error("there is no such external contact")]
    UnknownContact,
    /// It was never synchronised.
    #[error("this was never synchronised")]
    NeverSynchronised,
    /// The welcome message is in another version than demanded.
    #[error("the welcome message is in version {actual}, not {expected}")]
    Stale {
        /// The version demanded.
        expected: u64,
        /// The version it is in; 0 before the first change.
        actual: u64,
    },
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The synchronisation does not do as told.
    #[error(transparent)]
    Sync(#[from] SyncRefusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WecomRefusal> for CorpError {
    fn from(refusal: WecomRefusal) -> Self {
        match refusal {
            WecomRefusal::Unknown | WecomRefusal::WrongProduct => Self::UnknownAccount,
            WecomRefusal::Store(error) => Self::Store(error),
        }
    }
}

impl AsStoreError for CorpError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
