//! Why a use case about events did not succeed.

use domain::events::{EventRefusal, QrCodeRefusal};
use domain::ids::EventId;
use domain::validation::FieldFaults;
use ports::StoreError;
use ports::wechat::WechatFailure;

use crate::retry::AsStoreError;

/// A command about an event failed.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// There is no such event, or it was deleted.
    #[error("there is no event {0}")]
    Unknown(EventId),
    /// The caller changed a version that is no longer the present one.
    #[error("the event is at version {actual}, not {expected}")]
    Stale {
        /// What the caller had seen.
        expected: u64,
        /// What is stored.
        actual: u64,
    },
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The event's state does not allow it.
    #[error(transparent)]
    Refused(#[from] EventRefusal),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for EventError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

/// A QR code was not issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueQrCodeError {
    /// There is no such event, or it was deleted.
    #[error("there is no event {0}")]
    Unknown(EventId),
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The event's state does not allow it.
    #[error(transparent)]
    Refused(#[from] QrCodeRefusal),
    /// WeChat did not make one.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for IssueQrCodeError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
