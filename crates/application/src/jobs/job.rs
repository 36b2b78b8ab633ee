//! What a job is and how it can end.

use std::time::Duration;

use async_trait::async_trait;
use domain::ids::JobId;
use domain::time::Timestamp;
use ports::StoreError;
use ports::jobs::JobEnvelope;
use ports::system::Ids;
use ports::wechat::WechatFailure;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Work that can be done twice and come out the same. Holds ids, not data.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// The name on the wire; it outlives renames of the type.
    const NAME: &'static str;

    /// The job as it travels, due at once.
    fn envelope(&self, traceparent: Option<String>, now: Timestamp, ids: &dyn Ids) -> JobEnvelope {
        JobEnvelope {
            id: JobId::from_uuid(ids.next()),
            name: Self::NAME.to_owned(),
            // A struct of ids and names always serializes; an empty payload would die as unreadable, not be lost.
            payload: serde_json::to_string(self).unwrap_or_default(),
            attempt: 1,
            created_at: now,
            not_before: now,
            traceparent,
        }
    }
}

/// How a job ended.
pub type JobOutcome = Result<(), JobError>;

/// Why a job is not done, by what to do about it. Reasons are safe to show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// Try again later.
    #[error("later: {reason}")]
    Later {
        /// Not before this; `None` leaves it to the retry rule.
        after: Option<Duration>,
        /// Why.
        reason: String,
    },
    /// Trying again will not help.
    #[error("never: {0}")]
    Never(String),
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Corrupt(_) | StoreError::Duplicate(_) => Self::Never(error.to_string()),
            _ => Self::Later {
                after: None,
                reason: error.to_string(),
            },
        }
    }
}

impl From<WechatFailure> for JobError {
    fn from(failure: WechatFailure) -> Self {
        match failure {
            WechatFailure::Refused { .. } => Self::Never(failure.to_string()),
            WechatFailure::Later { after, .. } => Self::Later {
                after,
                reason: failure.to_string(),
            },
            WechatFailure::Unanswered { .. } => Self::Later {
                after: None,
                reason: failure.to_string(),
            },
        }
    }
}

/// Knows every job by its name.
#[async_trait]
pub trait JobRunner: Send + Sync {
    /// Carries out one attempt.
    async fn run(&self, job: &JobEnvelope) -> JobOutcome;

    /// Tells that a job will not be tried again, so that what it was for does not wait for ever.
    async fn gave_up(&self, job: &JobEnvelope);
}
