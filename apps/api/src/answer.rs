//! What goes back: the success envelope, and responses in a form that outlives the request.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, Responder};
use domain::time::Timestamp;
use serde::Serialize;

use crate::http::request_id;
use crate::wire::envelope::Success;

/// Headers of a response.
pub type Headers = Vec<(HeaderName, HeaderValue)>;

/// What both envelopes tell about the answer itself.
#[derive(Clone)]
pub struct Stamp {
    /// When it was given.
    pub time: Timestamp,
    /// To which request.
    pub request_id: Arc<str>,
}

/// A success, to be wrapped into the envelope.
pub struct Answer<T> {
    status: StatusCode,
    data: T,
    message: &'static str,
    headers: Headers,
}

impl<T: Serialize> Answer<T> {
    /// 200 with data.
    pub const fn ok(data: T) -> Self {
        Self {
            status: StatusCode::OK,
            data,
            message: "OK",
            headers: Vec::new(),
        }
    }

    /// 201 with what was created.
    pub const fn created(data: T) -> Self {
        Self {
            status: StatusCode::CREATED,
            data,
            message: "Created",
            headers: Vec::new(),
        }
    }

    /// As 201, for what was just created.
    pub fn into_created(mut self) -> Self {
        (self.status, self.message) = (StatusCode::CREATED, "Created");
        self
    }

    /// 202: it will be done.
    pub const fn accepted(data: T) -> Self {
        Self {
            status: StatusCode::ACCEPTED,
            data,
            message: "Accepted",
            headers: Vec::new(),
        }
    }

    /// Says something else than the usual word.
    pub fn saying(mut self, message: &'static str) -> Self {
        self.message = message;
        self
    }

    /// Adds a header; a value that cannot be one is left out.
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// The response.
    pub fn render(self, stamp: &Stamp) -> Rendered {
        let body = Success {
            success: true,
            data: self.data,
            message: self.message.to_owned(),
            timestamp: stamp.time.into(),
            request_id: stamp.request_id.to_string(),
        };
        Rendered::json(self.status, self.headers, &body)
    }
}

impl<T: Serialize> Responder for Answer<T> {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        self.render(&request_id::stamp(request)).into_response()
    }
}

/// A finished response: status, headers, body.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The status.
    pub status: StatusCode,
    /// Headers, content type included.
    pub headers: Headers,
    /// The body.
    pub body: String,
}

impl Rendered {
    /// A JSON response that no cache keeps.
    pub fn json(status: StatusCode, mut headers: Headers, body: &impl Serialize) -> Self {
        headers.push((header::CONTENT_TYPE, HeaderValue::from_static("application/json")));
        match serde_json::to_string(body) {
            Ok(body) => Self { status, headers, body },
            Err(error) => {
                tracing::error!(error = %error, "an answer could not be written");
                Self {
                    status: StatusCode::INTERNAL_SERVER_ERROR,
                    headers,
                    body: "{\"success\":false}".to_owned(),
                }
            }
        }
    }

    /// As the framework sends it.
    pub fn into_response(self) -> HttpResponse {
        let mut response = HttpResponse::with_body(self.status, self.body).map_into_boxed_body();
        for (name, value) in self.headers {
            if name == header::SET_COOKIE {
                // Each cookie has a header of its own.
                response.headers_mut().append(name, value);
            } else {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

impl Responder for Rendered {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.into_response()
    }
}
