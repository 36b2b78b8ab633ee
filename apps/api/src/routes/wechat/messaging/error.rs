//! Refusals about messages, each with its status and code.

use application::notifications::broadcasts::BroadcastError;
use application::notifications::direct::DirectError;
use application::notifications::templates::TemplateError;
use domain::time::Timestamp;
use serde_json::json;

use crate::error::{ApiError, Code};

impl From<TemplateError> for ApiError {
    fn from(error: TemplateError) -> Self {
        match error {
            TemplateError::Unknown => Self::not_found("template"),
            TemplateError::Invalid(faults) => faults.into(),
            TemplateError::Stale { actual, .. } => Self::new(
                Code::PreconditionFailed,
                "The template was changed since; look at it again.",
            )
            .detail("currentVersion", json!(actual)),
            TemplateError::NotReady => not_ready(),
            TemplateError::Wechat(failure) => failure.into(),
            TemplateError::Store(error) => error.into(),
        }
    }
}

impl From<BroadcastError> for ApiError {
    fn from(error: BroadcastError) -> Self {
        match error {
            BroadcastError::Unknown => Self::not_found("broadcast"),
            BroadcastError::Invalid(faults) => faults.into(),
            BroadcastError::TemplateNotReady => not_ready(),
            BroadcastError::Over(_) => {
                Self::new(Code::BroadcastOver, "The broadcast is done: nothing is left to cancel.")
            }
            BroadcastError::Store(error) => error.into(),
        }
    }
}

impl From<DirectError> for ApiError {
    fn from(error: DirectError) -> Self {
        match error {
            DirectError::Invalid(faults) => faults.into(),
            DirectError::WindowClosed { last_interaction_at } => closed(last_interaction_at),
            DirectError::WindowUsedUp { open_until } => Self::new(
                Code::WindowClosed,
                "All messages that WeChat allows since the person's last act were sent; the person has to write first.",
            )
            .detail("openUntil", json!(open_until.to_string()))
            .detail("personMust", json!("write")),
            DirectError::Store(error) => error.into(),
        }
    }
}

fn closed(last_interaction_at: Option<Timestamp>) -> ApiError {
    ApiError::new(
        Code::WindowClosed,
        "WeChat allows a message only within 48 hours of the person's last one; the person has to write first, scan a \
         code, or tap the menu.",
    )
    .detail("lastInteractionAt", json!(last_interaction_at.map(|at| at.to_string())))
    .detail("personMust", json!("write"))
}

fn not_ready() -> ApiError {
    ApiError::new(
        Code::TemplateNotReady,
        "The template is gone at WeChat, or not every field is mapped.",
    )
}
