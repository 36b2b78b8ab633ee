//! Refusals about reply rules, each with its status and code.

use application::wechat::rules::RuleError;
use serde_json::json;

use crate::error::{ApiError, Code};

impl From<RuleError> for ApiError {
    fn from(error: RuleError) -> Self {
        match error {
            RuleError::Unknown(_) => Self::not_found("reply rule"),
            RuleError::Stale { actual, .. } => Self::new(
                Code::PreconditionFailed,
                "The rule was changed since; look at it again.",
            )
            .detail("currentVersion", json!(actual)),
            RuleError::TooMany { limit, .. } => {
                Self::new(Code::LimitReached, error.to_string()).detail("limit", json!(limit))
            }
            RuleError::Invalid(faults) => faults.into(),
            RuleError::Store(error) => error.into(),
        }
    }
}
