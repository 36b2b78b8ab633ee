//! Every failure on its way to the client: a stable code, a message that is safe to show, details, headers.

mod code;
mod from_ports;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use domain::validation::FieldFaults;
use serde_json::{Map, Value, json};

use crate::answer::{Headers, Rendered, Stamp};
use crate::wire::envelope::{ErrorBody, Failure};

pub use code::Code;
pub(crate) use from_ports::{internal, unavailable};

/// A failure as the client sees it. Nothing in it is secret: causes are logged where it is made.
#[derive(Clone)]
pub struct ApiError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    code: Code,
    message: Cow<'static, str>,
    details: Map<String, Value>,
    headers: Headers,
    fleeting: bool,
}

impl ApiError {
    /// A failure of that kind.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        let inner = Inner {
            code,
            message: message.into(),
            details: Map::new(),
            headers: Headers::new(),
            fleeting: matches!(code, Code::Unauthenticated | Code::RateLimited) || code.status().is_server_error(),
        };
        Self(Box::new(inner))
    }

    /// One submitted value that is not acceptable.
    pub fn invalid(field: &str, reason: impl Into<String>) -> Self {
        Self::new(Code::Validation, "The request is not acceptable.").detail(field, json!([reason.into()]))
    }

    /// There is no such thing.
    pub fn not_found(what: &'static str) -> Self {
        Self::new(Code::NotFound, format!("There is no such {what}."))
    }

    /// Adds a detail.
    #[must_use]
    pub fn detail(mut self, name: &str, value: Value) -> Self {
        self.0.details.insert(name.to_owned(), value);
        self
    }

    /// Tells when to try again, in whole seconds, at least one.
    #[must_use]
    pub fn retry_after(self, wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        self.header(header::RETRY_AFTER, &seconds.max(1).to_string())
    }

    /// Adds a header; a value that cannot be one is left out.
    #[must_use]
    pub fn header(mut self, name: header::HeaderName, value: &str) -> Self {
        if let Ok(value) = header::HeaderValue::from_str(value) {
            self.0.headers.push((name, value));
        }
        self
    }

    /// Marks a failure that a repeat of the same request may not meet again.
    #[must_use]
    pub fn fleeting(mut self) -> Self {
        self.0.fleeting = true;
        self
    }

    /// Whether the same request may fare better when repeated, so that its answer must not be kept.
    pub fn is_fleeting(&self) -> bool {
        self.0.fleeting
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The response.
    pub(crate) fn render(&self, stamp: &Stamp) -> Rendered {
        let body = Failure {
            success: false,
            error: ErrorBody {
                code: self.0.code.text().to_owned(),
                message: self.0.message.to_string(),
                details: Value::Object(self.0.details.clone()),
                timestamp: stamp.time.into(),
                request_id: stamp.request_id.to_string(),
            },
        };
        let mut headers = self.0.headers.clone();
        if self.0.code.status() == StatusCode::UNAUTHORIZED {
            headers.push((
                header::WWW_AUTHENTICATE,
                header::HeaderValue::from_static("Bearer realm=\"nextevent\""),
            ));
        }
        Rendered::json(self.0.code.status(), headers, &body)
    }
}

/// The failure that a framework's error of this status stands for.
pub(crate) fn of_status(status: StatusCode) -> ApiError {
    match status {
        StatusCode::NOT_FOUND => ApiError::not_found("path"),
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::new(Code::PayloadTooLarge, "The body is too long."),
        StatusCode::REQUEST_TIMEOUT => ApiError::new(Code::RequestTimeout, "The request did not arrive in time."),
        status if status.is_client_error() => ApiError::new(Code::Validation, "The request is not acceptable."),
        _ => ApiError::new(Code::Internal, "Something went wrong on our side."),
    }
}

impl From<FieldFaults> for ApiError {
    fn from(faults: FieldFaults) -> Self {
        let error = Self::new(Code::Validation, "The request is not acceptable.");
        faults
            .iter()
            .fold(error, |error, (field, reasons)| error.detail(field, json!(reasons)))
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiError({})", self.0.code.text())
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.text())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.0.code.status()
    }

    /// Only the status: the envelope needs the request's id and is written by [`crate::http::observe`].
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}
