//! Refusals about mass messages, each with its status and code.

use application::wechat::mass::MassError;
use serde_json::json;

use crate::error::{ApiError, Code};

impl From<MassError> for ApiError {
    fn from(error: MassError) -> Self {
        let message = error.to_string();
        match error {
            MassError::Unknown => Self::not_found("mass message"),
            MassError::Stale { actual } => Self::new(
                Code::PreconditionFailed,
                "The mass message was changed since; look at it again.",
            )
            .detail("currentVersion", json!(actual)),
            MassError::WrongState(state) => {
                Self::new(Code::WrongMassState, format!("The mass message is {}.", state.name()))
                    .detail("state", json!(state.name()))
            }
            MassError::NotWithdrawable => {
                Self::new(Code::NotWithdrawable, "WeChat takes back articles and videos only.")
            }
            MassError::Media(_) => Self::new(Code::MediaUnavailable, message),
            MassError::PreviewsUsedUp { retry_after } => {
                Self::new(Code::RateLimited, "All previews of the day by WeChat name were used.")
                    .retry_after(retry_after)
            }
            MassError::Invalid(faults) => faults.into(),
            MassError::Wechat(failure) => failure.into(),
            MassError::Store(error) => error.into(),
        }
    }
}
