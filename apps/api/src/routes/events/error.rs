//! Refusals about events, each with its status and code.

use application::events::{EventError, IssueQrCodeError};
use domain::events::{EventRefusal, QrCodeRefusal};
use serde_json::json;

use crate::error::{ApiError, Code};

impl From<EventError> for ApiError {
    fn from(error: EventError) -> Self {
        match error {
            EventError::Unknown(_) => Self::not_found("event"),
            EventError::Stale { actual, .. } => Self::new(
                Code::PreconditionFailed,
                "The event was changed since; look at it again.",
            )
            .detail("currentVersion", json!(actual)),
            EventError::Invalid(faults) => faults.into(),
            EventError::Refused(refusal) => refusal.into(),
            EventError::Store(error) => error.into(),
        }
    }
}

impl From<EventRefusal> for ApiError {
    fn from(refusal: EventRefusal) -> Self {
        let message = refusal.to_string();
        match refusal {
            EventRefusal::WrongState { state, .. } => {
                Self::new(Code::WrongState, message).detail("status", json!(state.name()))
            }
            EventRefusal::CapacityBelowTaken { taken, wanted } => Self::new(Code::CapacityBelowRegistered, message)
                .detail("registered", json!(taken))
                .detail("capacity", json!(wanted)),
        }
    }
}

impl From<IssueQrCodeError> for ApiError {
    fn from(error: IssueQrCodeError) -> Self {
        match error {
            IssueQrCodeError::Unknown(_) => Self::not_found("event"),
            IssueQrCodeError::Invalid(faults) => faults.into(),
            IssueQrCodeError::Refused(refusal @ QrCodeRefusal { state }) => {
                Self::new(Code::WrongState, refusal.to_string()).detail("status", json!(state.name()))
            }
            IssueQrCodeError::Wechat(failure) => failure.into(),
            IssueQrCodeError::Store(error) => error.into(),
        }
    }
}
