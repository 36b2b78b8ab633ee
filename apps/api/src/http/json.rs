//! JSON bodies whose faults name the field.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::body;
use crate::error::{ApiError, Code};
use crate::state::ApiState;
use crate::wire::Object;

/// A JSON body, with its bytes as they came.
pub struct Submitted<T> {
    /// What it says.
    pub value: T,
    /// How it says it.
    pub bytes: Bytes,
}

/// A JSON body that may be left out.
pub struct Maybe<T>(pub T);

/// A body that does not matter, read to its end all the same: left unread it would cost the client its connection.
pub struct Ignored;

type Reading<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for Submitted<T> {
    type Error = ApiError;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = read(&request, &mut payload).await?;
            require_json(&request)?;
            Ok(Self {
                value: parse(&bytes)?,
                bytes,
            })
        })
    }
}

impl<T: DeserializeOwned + Default + 'static> FromRequest for Maybe<T> {
    type Error = ApiError;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = read(&request, &mut payload).await?;
            if bytes.is_empty() {
                return Ok(Self(T::default()));
            }
            require_json(&request)?;
            Ok(Self(parse(&bytes)?))
        })
    }
}

impl FromRequest for Ignored {
    type Error = ApiError;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move { read(&request, &mut payload).await.map(|_| Self) })
    }
}

async fn read(request: &HttpRequest, payload: &mut Payload) -> Result<Bytes, ApiError> {
    let state = request
        .app_data::<web::Data<ApiState>>()
        .expect("every route is registered with the state");
    body::read(payload, state.limits.json_body, state.limits.body_patience).await
}

fn require_json(request: &HttpRequest) -> Result<(), ApiError> {
    let declared = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = declared.split(';').next().unwrap_or_default().trim();
    let is_json = essence.eq_ignore_ascii_case("application/json")
        || essence.eq_ignore_ascii_case("application/merge-patch+json");
    if is_json {
        return Ok(());
    }
    Err(ApiError::new(
        Code::UnsupportedMediaType,
        "The body must be declared as application/json.",
    ))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let Object(value) = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        refused(&path, error.inner())
    })?;
    reader.end().map_err(|error| refused("", &error))?;
    Ok(value)
}

fn refused(path: &str, error: &serde_json::Error) -> ApiError {
    let reason = error.to_string();
    if error.classify() != Category::Data {
        return ApiError::invalid("body", format!("is not JSON: {reason}"));
    }
    // serde says `… at line 1 column 9`; the field is what helps.
    let what = reason
        .rsplit_once(" at line ")
        .map_or(reason.as_str(), |(what, _)| what);
    match named_field(what) {
        Some(field) => {
            let reason = if what.starts_with("missing field") {
                "is required"
            } else {
                "is not a known field"
            };
            ApiError::invalid(&joined(path, field), reason)
        }
        None => ApiError::invalid(&joined(path, ""), what),
    }
}

/// The field in serde's ``missing field `a` `` and ``unknown field `a`, expected …``.
fn named_field(message: &str) -> Option<&str> {
    let rest = message
        .strip_prefix("missing field `")
        .or_else(|| message.strip_prefix("unknown field `"))?;
    rest.split('`').next()
}

fn joined(path: &str, field: &str) -> String {
    let path = if path == "." {
        ""
    } else {
        path.trim_end_matches(".?").trim_end_matches('?')
    };
    match (path.is_empty(), field.is_empty()) {
        (true, true) => "body".to_owned(),
        (true, false) => field.to_owned(),
        (false, true) => path.to_owned(),
        // The path of a field that does not exist may or may not end in it.
        (false, false) if path == field || path.ends_with(&format!(".{field}")) => path.to_owned(),
        (false, false) => format!("{path}.{field}"),
    }
}
