//! Why a draft is not at WeChat.

use std::time::Duration;

use domain::ids::PublicationId;
use domain::wechat::articles::DraftRefusal;
use ports::StoreError;
use ports::wechat::{RefusalKind, WechatFailure};

use super::error::ArticleError;
use crate::jobs::JobError;
use crate::wechat::NoMediaId;

/// How soon a push that found another at work comes back.
const SOON: Duration = Duration::from_secs(5);

/// A draft was not pushed.
#[derive(Debug, thiserror::Error)]
pub(super) enum PushError {
    /// It was deleted.
    #[error("the draft is gone")]
    Gone,
    /// Another process pushes it.
    #[error("another process pushes the draft")]
    Busy,
    /// A publication has it.
    #[error("the draft is being published")]
    Publishing(PublicationId),
    /// Something in it cannot be used.
    #[error("{0}")]
    Unusable(String),
    /// WeChat did not take it.
    #[error(transparent)]
    Wechat(#[from] WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PushError {
    /// Whether trying again cannot help.
    pub(super) const fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Gone | Self::Unusable(_) | Self::Wechat(WechatFailure::Refused { .. })
        )
    }
}

impl From<ArticleError> for PushError {
    fn from(error: ArticleError) -> Self {
        match error {
            ArticleError::UnknownDraft(_) => Self::Gone,
            ArticleError::Held(DraftRefusal::Busy) => Self::Busy,
            ArticleError::Held(DraftRefusal::Publishing(one)) => Self::Publishing(one),
            ArticleError::Store(error) => Self::Store(error),
            other => Self::Store(StoreError::Failed(other.to_string())),
        }
    }
}

impl From<PushError> for JobError {
    fn from(error: PushError) -> Self {
        match error {
            PushError::Wechat(failure) => failure.into(),
            PushError::Store(error) => error.into(),
            PushError::Busy | PushError::Publishing(_) => Self::Later {
                after: Some(SOON),
                reason: error.to_string(),
            },
            PushError::Gone | PushError::Unusable(_) => Self::Never(error.to_string()),
        }
    }
}

impl From<PushError> for NoMediaId {
    fn from(error: PushError) -> Self {
        let note = error.to_string();
        match error {
            PushError::Gone => Self::NotFound,
            PushError::Wechat(failure) => Self::Wechat(failure),
            PushError::Store(error) => Self::Store(error),
            PushError::Busy | PushError::Publishing(_) => Self::Wechat(WechatFailure::Later {
                code: None,
                after: Some(SOON),
                note,
            }),
            PushError::Unusable(_) => Self::Wechat(WechatFailure::Refused {
                code: 0,
                kind: RefusalKind::Content,
                note,
            }),
        }
    }
}
