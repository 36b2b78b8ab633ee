//! Refusals about links, each with its status and code.

use application::identity::LinkWecomError;
use serde_json::json;

use crate::error::{ApiError, Code};

impl From<LinkWecomError> for ApiError {
    fn from(error: LinkWecomError) -> Self {
        match error {
            LinkWecomError::UnknownOperator => Self::not_found("operator"),
            LinkWecomError::NotLinked => Self::not_found("link"),
            LinkWecomError::UserTaken => Self::new(Code::UserLinked, "Another operator is this member."),
            LinkWecomError::Stale { expected, actual } => {
                Self::new(Code::PreconditionFailed, "The link was changed meanwhile.")
                    .detail("expected", json!(expected))
                    .detail("actual", json!(actual))
            }
            LinkWecomError::Account(error) => error.into(),
            LinkWecomError::Invalid(faults) => faults.into(),
            LinkWecomError::Store(error) => error.into(),
        }
    }
}
