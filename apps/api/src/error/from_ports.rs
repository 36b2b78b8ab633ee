//! Failures of ports as failures of the API. Causes are logged here, once, and never sent.

use std::time::Duration;

use application::NotTaken;
use application::attendance::DeskFailure;
use ports::StoreError;
use ports::wechat::WechatFailure;
use serde_json::json;

use super::{ApiError, Code};

const SOON: Duration = Duration::from_secs(1);

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => {
                tracing::error!(error = %error, detail = error.detail(), "a request failed: no store");
                unavailable()
            }
            StoreError::Contention(_) | StoreError::VersionConflict => {
                tracing::warn!(error = %error, detail = error.detail(), "a request lost every race");
                Self::new(Code::Conflict, "Others changed the same thing at the same moment.")
                    .retry_after(SOON)
                    .fleeting()
            }
            StoreError::Duplicate(_) => {
                tracing::warn!(error = %error, detail = error.detail(), "a request met what exists already");
                Self::new(Code::Conflict, "It exists already.")
            }
            StoreError::Corrupt(_) | StoreError::Failed(_) => {
                tracing::error!(error = %error, detail = error.detail(), "a request failed: the store");
                internal()
            }
        }
    }
}

impl From<NotTaken> for ApiError {
    fn from(error: NotTaken) -> Self {
        tracing::warn!(error = %error, "a request was turned away");
        unavailable()
    }
}

impl From<DeskFailure> for ApiError {
    fn from(error: DeskFailure) -> Self {
        match error {
            DeskFailure::NotTaken(error) => error.into(),
            DeskFailure::Store(error) => error.into(),
        }
    }
}

impl From<WechatFailure> for ApiError {
    fn from(error: WechatFailure) -> Self {
        tracing::warn!(error = %error, "a request failed: WeChat");
        let (code, after) = match &error {
            WechatFailure::Refused { code, .. } => (Some(*code), None),
            WechatFailure::Later { code, after, .. } => (*code, *after),
            WechatFailure::Unanswered { .. } => (None, None),
        };
        let failure = Self::new(Code::Upstream, error.to_string()).detail("wechatCode", json!(code));
        match after {
            Some(wait) => failure.retry_after(wait),
            None => failure,
        }
    }
}

/// Not at this moment.
pub(crate) fn unavailable() -> ApiError {
    ApiError::new(Code::Unavailable, "The service cannot do this at the moment.").retry_after(SOON)
}

/// A fault of ours that has been logged.
pub(crate) fn internal() -> ApiError {
    ApiError::new(Code::Internal, "Something went wrong on our side.")
}
