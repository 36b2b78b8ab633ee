//! Why a use case about mass messages did not succeed.

use std::time::Duration;

use domain::validation::FieldFaults;
use domain::wechat::mass::{MassRefusal, MassState};
use ports::StoreError;
use ports::wechat::WechatFailure;

use crate::retry::AsStoreError;
use crate::wechat::NoMediaId;

/// A command about mass messages failed.
#[derive(Debug, thiserror::Error)]
pub enum MassError {
    /// The account has no such mass message.
    #[error("there is no such mass message")]
    Unknown,
    /// The caller saw another version.
    #[error("the mass message is at version {actual}")]
    Stale {
        /// What is stored.
        actual: u64,
    },
    /// Its state does not allow it.
    #[error("the mass message is {}", .0.name())]
    WrongState(MassState),
    /// WeChat takes back articles and videos only.
    #[error("only articles and videos can be withdrawn")]
    NotWithdrawable,
    /// A material or draft that it names is not there, or of another kind.
    #[error("a material or draft is not to be had: {0}")]
    Media(String),
    /// All previews of the day to people named by their WeChat name were used.
    #[error("all previews of the day were used")]
    PreviewsUsedUp {
        /// Until there are more.
        retry_after: Duration,
    },
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// WeChat did not do it.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<MassRefusal> for MassError {
    fn from(refusal: MassRefusal) -> Self {
        match refusal {
            MassRefusal::WrongState(state) => Self::WrongState(state),
            MassRefusal::NotWithdrawable => Self::NotWithdrawable,
        }
    }
}

impl From<NoMediaId> for MassError {
    fn from(error: NoMediaId) -> Self {
        match error {
            NoMediaId::NotFound | NoMediaId::WrongKind { .. } => Self::Media(error.to_string()),
            NoMediaId::Wechat(failure) => Self::Wechat(failure),
            NoMediaId::Store(error) => Self::Store(error),
        }
    }
}

impl AsStoreError for MassError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
