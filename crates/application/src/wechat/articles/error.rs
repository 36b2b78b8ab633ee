//! Why a use case about articles did not succeed.

use domain::ids::{DraftId, PublicationId};
use domain::wechat::articles::{ArticleFault, DraftRefusal, WithdrawalRefusal};
use ports::StoreError;

use crate::retry::AsStoreError;

/// A command about drafts or publications failed.
#[derive(Debug, thiserror::Error)]
pub enum ArticleError {
    /// The account has no such draft.
    #[error("there is no draft {0}")]
    UnknownDraft(DraftId),
    /// The account has no such publication.
    #[error("there is no publication {0}")]
    UnknownPublication(PublicationId),
    /// The caller changed an edition that is no longer the present one.
    #[error("the draft is at edition {actual}, not {expected}")]
    Stale {
        /// What the caller had seen.
        expected: u64,
        /// What is stored.
        actual: u64,
    },
    /// WeChat would refuse the articles, or drop something of them.
    #[error("WeChat would refuse the articles")]
    Unsound(Vec<ArticleFault>),
    /// The draft cannot be changed now.
    #[error(transparent)]
    Held(#[from] DraftRefusal),
    /// Nothing can be taken back.
    #[error(transparent)]
    Withdrawal(#[from] WithdrawalRefusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for ArticleError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
