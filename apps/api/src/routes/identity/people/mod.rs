//! People (人): who is the same person under several open ids.

mod body;
mod find;
mod read;

use application::identity::ReadPersonError;

use crate::endpoint::Endpoint;
use crate::error::ApiError;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![find::endpoint(), read::endpoint()]
}

impl From<ReadPersonError> for ApiError {
    fn from(error: ReadPersonError) -> Self {
        match error {
            ReadPersonError::Unknown => Self::not_found("person"),
            ReadPersonError::Store(error) => error.into(),
        }
    }
}
