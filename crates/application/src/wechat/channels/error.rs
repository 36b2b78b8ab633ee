//! Why a use case about channels did not succeed.

use domain::ids::{ChannelId, EventId, QrCodeId};
use domain::validation::FieldFaults;
use ports::StoreError;
use ports::wechat::WechatFailure;

use crate::retry::AsStoreError;

/// A command or question about channels failed.
#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    /// There is no such channel, or it was deleted.
    #[error("there is no channel {0}")]
    Unknown(ChannelId),
    /// There is no such event, or it was deleted.
    #[error("there is no event {0}")]
    UnknownEvent(EventId),
    /// There is no such code.
    #[error("there is no QR code {0}")]
    UnknownCode(QrCodeId),
    /// The caller changed a version that is no longer the present one.
    #[error("the channel is at version {actual}, not {expected}")]
    Stale {
        /// What the caller had seen.
        expected: u64,
        /// What is stored.
        actual: u64,
    },
    /// Submitted values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The account has made all the permanent codes that WeChat allows.
    #[error("the account has made all of its {limit} permanent QR codes")]
    CodesUsedUp {
        /// How many WeChat allows.
        limit: u64,
    },
    /// WeChat did not make a code.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for ChannelError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
