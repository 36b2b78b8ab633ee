//! The event log.

mod append;
mod history;
mod rows;

use ports::StoreError;
use serde::Serialize;

/// JSON of one of our own shapes.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed(error.to_string()))
}
