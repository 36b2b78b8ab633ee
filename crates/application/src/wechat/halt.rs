//! Why a step of a synchronisation was not done, and what follows from it.

use ports::StoreError;
use ports::wechat::WechatFailure;

use crate::jobs::JobError;

/// Why a step was not done.
pub(super) enum Halt {
    Wechat(WechatFailure),
    Job(JobError),
    /// WeChat's answer cannot be true.
    Unbelievable(&'static str),
}

impl Halt {
    /// Why the synchronisation ends here, for its operator; the job's error where the step is to be tried again.
    pub(super) fn reason(self) -> Result<String, JobError> {
        match self {
            Self::Wechat(failure @ WechatFailure::Refused { .. }) => Ok(failure.to_string()),
            Self::Wechat(failure) => Err(failure.into()),
            Self::Job(error) => Err(error),
            Self::Unbelievable(reason) => Ok(reason.to_owned()),
        }
    }
}

impl From<WechatFailure> for Halt {
    fn from(failure: WechatFailure) -> Self {
        Self::Wechat(failure)
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Job(error.into())
    }
}

impl From<JobError> for Halt {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}
