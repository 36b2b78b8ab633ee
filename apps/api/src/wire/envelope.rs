//! The two envelopes every JSON answer wears.

use serde::{Serialize, Serializer};
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::Instant;

/// A success.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Success<T> {
    /// Always true.
    #[schema(example = true)]
    pub success: bool,
    /// What was asked for.
    pub data: T,
    /// A word for humans.
    #[schema(example = "OK")]
    pub message: String,
    /// When it was answered.
    pub timestamp: Instant,
    /// Finds the request in the log; also in `X-Request-Id`.
    #[schema(example = "019ad3a5-7c4b-7000-8000-0000000000a1")]
    pub request_id: String,
}

/// A failure.
#[derive(Serialize, ToSchema)]
pub struct Failure {
    /// Always false.
    #[schema(example = false)]
    pub success: bool,
    /// What went wrong.
    pub error: ErrorBody,
}

/// What went wrong.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// A stable word.
    #[schema(example = "VALIDATION_ERROR")]
    pub code: String,
    /// A sentence for humans.
    #[schema(example = "The request is not acceptable.")]
    pub message: String,
    /// Particulars; for `VALIDATION_ERROR` field → reasons.
    #[schema(value_type = Object, example = json!({"title": ["must not be empty"]}))]
    pub details: Value,
    /// When it was answered.
    pub timestamp: Instant,
    /// Finds the request in the log; also in `X-Request-Id`.
    #[schema(example = "019ad3a5-7c4b-7000-8000-0000000000a1")]
    pub request_id: String,
}

/// No data: `null`.
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

impl Serialize for Nothing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl PartialSchema for Nothing {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Null)
            .description(Some("Always `null`."))
            .into()
    }
}

impl ToSchema for Nothing {}
