//! Jobs: those that died.

mod discard;
mod list;
mod replay;

use application::jobs::DeadLetterError;

use crate::endpoint::Endpoint;
use crate::error::ApiError;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![list::endpoint(), replay::endpoint(), discard::endpoint()]
}

impl From<DeadLetterError> for ApiError {
    fn from(error: DeadLetterError) -> Self {
        match error {
            DeadLetterError::Unknown(_) => Self::not_found("dead job"),
            DeadLetterError::Store(error) => error.into(),
        }
    }
}
