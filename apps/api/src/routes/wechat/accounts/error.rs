//! Refusals about accounts, each with its status and code.

use application::wechat::accounts::AccountError;
use serde_json::json;

use crate::error::{ApiError, Code};

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Unknown => Self::not_found("account"),
            AccountError::Configured => Self::new(
                Code::AccountConfigured,
                "The account is set in the configuration and can only be changed there.",
            ),
            AccountError::Taken { field } => {
                Self::new(Code::Conflict, format!("Another account has this {field}.")).detail("field", json!(field))
            }
            AccountError::Stale { actual, .. } => Self::new(
                Code::PreconditionFailed,
                "The account was changed since; look at it again.",
            )
            .detail("currentVersion", json!(actual)),
            AccountError::Unsealable => Self::new(
                Code::CredentialsUnreadable,
                "The account's credentials cannot be opened with the configured keys: enter them again.",
            ),
            AccountError::Invalid(faults) => faults.into(),
            AccountError::Store(error) => error.into(),
        }
    }
}
