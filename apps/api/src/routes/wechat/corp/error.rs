//! Refusals about corporations, each with its status and code.

use application::wechat::wecom::CorpError;
use domain::wechat::followers::SyncRefusal;
use serde_json::json;

use crate::error::{ApiError, Code};

impl From<CorpError> for ApiError {
    fn from(error: CorpError) -> Self {
        let message = error.to_string();
        match error {
            CorpError::UnknownAccount => Self::not_found("WeCom account"),
            CorpError::UnknownMember => Self::not_found("member"),
            CorpError::UnknownContact => Self::not_found("external contact"),
            CorpError::NeverSynchronised => Self::not_found("synchronisation"),
            CorpError::Stale { actual, .. } => Self::new(
                Code::PreconditionFailed,
                "The welcome message was changed since; look at it again.",
            )
            .detail("currentVersion", json!(actual)),
            CorpError::Invalid(faults) => faults.into(),
            CorpError::Sync(refusal) => {
                let code = match refusal {
                    SyncRefusal::Running => Code::SyncRunning,
                    SyncRefusal::NotRunning => Code::SyncNotRunning,
                    SyncRefusal::NothingToResume => Code::NothingToResume,
                };
                Self::new(code, message)
            }
            CorpError::Store(error) => error.into(),
        }
    }
}
