//! Refusals about channels, each with its status and code.

use application::wechat::channels::ChannelError;
use serde_json::json;

use crate::error::{ApiError, Code};

impl From<ChannelError> for ApiError {
    fn from(error: ChannelError) -> Self {
        match error {
            ChannelError::Unknown(_) => Self::not_found("channel"),
            ChannelError::UnknownEvent(_) => Self::invalid("eventId", "there is no such event"),
            ChannelError::UnknownCode(_) => Self::not_found("QR code"),
            ChannelError::Stale { actual, .. } => Self::new(
                Code::PreconditionFailed,
                "The channel was changed since; look at it again.",
            )
            .detail("currentVersion", json!(actual)),
            ChannelError::Invalid(faults) => faults.into(),
            ChannelError::CodesUsedUp { limit } => Self::new(
                Code::CodesUsedUp,
                "The account has made all the permanent QR codes that WeChat allows; make a temporary one, which is renewed by itself.",
            )
            .detail("limit", json!(limit)),
            ChannelError::Wechat(failure) => failure.into(),
            ChannelError::Store(error) => error.into(),
        }
    }
}
