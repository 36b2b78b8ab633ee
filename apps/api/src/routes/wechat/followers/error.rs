//! Refusals about followers, each with its status and code.

use application::wechat::followers::FollowerError;
use domain::wechat::followers::SyncRefusal;

use crate::error::{ApiError, Code};

impl From<FollowerError> for ApiError {
    fn from(error: FollowerError) -> Self {
        let message = error.to_string();
        match error {
            FollowerError::Unknown => Self::not_found("follower"),
            FollowerError::UnknownTag => Self::not_found("tag"),
            FollowerError::UnknownRun => Self::not_found("run"),
            FollowerError::NeverSynchronised => Self::not_found("synchronisation"),
            FollowerError::TagExists => Self::new(Code::TagExists, message),
            FollowerError::TagFixed(_) => Self::new(Code::TagFixed, message),
            FollowerError::TooManyTags => Self::new(Code::TooManyTags, message),
            FollowerError::Invalid(faults) => faults.into(),
            FollowerError::Sync(refusal) => {
                let code = match refusal {
                    SyncRefusal::Running => Code::SyncRunning,
                    SyncRefusal::NotRunning => Code::SyncNotRunning,
                    SyncRefusal::NothingToResume => Code::NothingToResume,
                };
                Self::new(code, message)
            }
            FollowerError::Wechat(failure) => failure.into(),
            FollowerError::Store(error) => error.into(),
        }
    }
}
