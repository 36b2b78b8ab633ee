//! Refusals of the control API: `{"error": {"code", "message"}}` with a fitting status.

use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::web::{JsonConfig, QueryConfig};
use actix_web::{HttpResponse, ResponseError};
use serde_json::json;

/// Bytes of a request body.
const LONGEST_BODY: usize = 4 * 1024 * 1024;

/// Why the control API does not do something.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// There is no such account.
    #[error("there is no account with this name")]
    UnknownAccount,
    /// The name, or the id with its secret, is taken.
    #[error("there is an account with this name or these credentials")]
    AccountExists,
    /// There are as many accounts as there may be.
    #[error("there are too many accounts")]
    TooManyAccounts,
    /// The environment's account cannot be removed.
    #[error("the default account cannot be removed")]
    DefaultAccount,
    /// There is no such human.
    #[error("there is no human with this number")]
    UnknownHuman,
    /// There is no such helper.
    #[error("there is no helper with this account")]
    UnknownHelper,
    /// There is no such person.
    #[error("there is no person with this open id")]
    UnknownPerson,
    /// There are as many people as there may be.
    #[error("there are too many people")]
    TooManyPeople,
    /// There is no such publication, mass message, check, card or department.
    #[error("there is nothing with this id")]
    UnknownJob,
    /// There is no such code.
    #[error("there is no code with this ticket")]
    UnknownCode,
    /// The code can no longer be scanned.
    #[error("the code has expired")]
    CodeExpired,
    /// The person must follow the account for this.
    #[error("the person does not follow the account")]
    NotAFollower,
    /// The request makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// The task that did the work was stopped.
    #[error("the simulator is stopping")]
    Stopping,
}

impl ControlError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownAccount => "UNKNOWN_ACCOUNT",
            Self::AccountExists => "ACCOUNT_EXISTS",
            Self::TooManyAccounts => "TOO_MANY_ACCOUNTS",
            Self::DefaultAccount => "DEFAULT_ACCOUNT",
            Self::UnknownHuman => "UNKNOWN_HUMAN",
            Self::UnknownHelper => "UNKNOWN_HELPER",
            Self::UnknownPerson => "UNKNOWN_PERSON",
            Self::TooManyPeople => "TOO_MANY_PEOPLE",
            Self::UnknownJob => "UNKNOWN_ID",
            Self::UnknownCode => "UNKNOWN_CODE",
            Self::CodeExpired => "CODE_EXPIRED",
            Self::NotAFollower => "NOT_A_FOLLOWER",
            Self::Invalid(_) => "INVALID",
            Self::Stopping => "STOPPING",
        }
    }
}

impl ResponseError for ControlError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::UnknownAccount
            | Self::UnknownHuman
            | Self::UnknownHelper
            | Self::UnknownPerson
            | Self::UnknownJob
            | Self::UnknownCode => StatusCode::NOT_FOUND,
            Self::AccountExists
            | Self::TooManyAccounts
            | Self::DefaultAccount
            | Self::TooManyPeople
            | Self::NotAFollower => StatusCode::CONFLICT,
            Self::CodeExpired => StatusCode::GONE,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code()).json(error_body(self.code(), &self.to_string()))
    }
}

/// Bodies that are not what was asked for.
pub fn json_config() -> JsonConfig {
    JsonConfig::default()
        .limit(LONGEST_BODY)
        .content_type_required(false)
        .error_handler(|error, _| refuse(error.to_string()))
}

/// Queries that are not what was asked for.
pub fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| refuse(error.to_string()))
}

/// Paths and methods that do not exist.
pub async fn unknown() -> HttpResponse {
    HttpResponse::NotFound().json(error_body("NOT_FOUND", "there is no such path or method"))
}

fn refuse(message: String) -> actix_web::Error {
    let response = ControlError::Invalid(message).error_response();
    InternalError::from_response("invalid request", response).into()
}

fn error_body(code: &str, message: &str) -> serde_json::Value {
    json!({"error": {"code": code, "message": message}})
}
