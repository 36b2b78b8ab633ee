//! Refusals about materials, each with its status and code.

use std::time::Duration;

use application::wechat::materials::MaterialError;
use ports::files::FileError;
use serde_json::json;

use crate::error::{ApiError, Code, internal, unavailable};

impl From<MaterialError> for ApiError {
    fn from(error: MaterialError) -> Self {
        match error {
            MaterialError::UnknownAccount => Self::not_found("account"),
            MaterialError::Unknown => Self::not_found("material"),
            MaterialError::Going => Self::new(Code::MaterialGoing, "The material is being deleted.")
                .retry_after(Duration::from_secs(5))
                .fleeting(),
            MaterialError::Stale { actual } => Self::new(
                Code::PreconditionFailed,
                "The material was changed since; look at it again.",
            )
            .detail("currentVersion", json!(actual)),
            MaterialError::TooLarge { limit } => Self::new(
                Code::PayloadTooLarge,
                format!("A file of this kind has at most {limit} bytes."),
            )
            .detail("limit", json!(limit)),
            MaterialError::Invalid(faults) => faults.into(),
            MaterialError::Wechat(failure) => failure.into(),
            MaterialError::File(error) => error.into(),
            MaterialError::Store(error) => error.into(),
        }
    }
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        tracing::error!(error = %error, detail = error.detail(), "a request failed: the file storage");
        match error {
            FileError::Unavailable(_) => unavailable().fleeting(),
            FileError::Damaged(_) | FileError::Failed(_) => internal(),
        }
    }
}
