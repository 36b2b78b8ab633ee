//! Refusals about menus, each with its status and code.

use std::collections::BTreeMap;
use std::time::Duration;

use application::wechat::menus::MenuError;
use domain::wechat::menus::MenuFault;
use serde_json::json;

use crate::error::{ApiError, Code};

impl From<MenuError> for ApiError {
    fn from(error: MenuError) -> Self {
        match error {
            MenuError::Unknown(_) => Self::not_found("conditional menu"),
            MenuError::Stale { actual, .. } => Self::new(
                Code::PreconditionFailed,
                "The menus were changed since; look at them again.",
            )
            .detail("currentVersion", json!(actual)),
            MenuError::TooMany { limit } => {
                Self::new(Code::LimitReached, error.to_string()).detail("limit", json!(limit))
            }
            MenuError::Unsound(faults) => unsound(faults),
            MenuError::Busy => Self::new(Code::Conflict, "The menus are being published at this moment.")
                .retry_after(Duration::from_secs(5))
                .fleeting(),
            MenuError::Invalid(faults) => faults.into(),
            MenuError::Wechat(failure) => failure.into(),
            MenuError::Store(error) => error.into(),
        }
    }
}

fn unsound(faults: Vec<MenuFault>) -> ApiError {
    let mut by_place: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for MenuFault { at, reason } in faults {
        by_place.entry(at).or_default().push(reason);
    }
    let error = ApiError::new(Code::Validation, "WeChat would refuse the menus.");
    by_place
        .into_iter()
        .fold(error, |error, (at, reasons)| error.detail(&at, json!(reasons)))
}
