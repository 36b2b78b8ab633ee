//! Forms with a file (`multipart/form-data`, RFC 7578), read to their end within bounds.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{FromRequest, HttpRequest};
use futures::{StreamExt as _, stream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::body;
use crate::error::{self, ApiError, Code};
use crate::state::ApiState;

/// Longest text of a field, in bytes.
const LONGEST_TEXT: usize = 8 * 1024;
/// How long a form waits for its place among those that are read.
const TURN: Duration = Duration::from_secs(5);

/// A form with a file. While it lives it has one of the places for files in memory.
pub struct Form {
    /// The file.
    pub file: FormFile,
    /// The other fields.
    pub texts: BTreeMap<String, String>,
    /// Gives the place back.
    pub place: OwnedSemaphorePermit,
}

/// A file of a form.
#[derive(Default)]
pub struct FormFile {
    /// Its name, where the form gives one.
    pub name: Option<String>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl FromRequest for Form {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let state = request
                .app_data::<web::Data<ApiState>>()
                .expect("every route is registered with the state");
            let limits = state.limits;
            let place = place(&state.uploads).await?;
            let bytes = body::read(&mut payload, limits.upload_body, limits.upload_patience).await?;
            require_form(&request)?;
            let (file, texts) = parse(&request, bytes).await?;
            Ok(Self { file, texts, place })
        })
    }
}

async fn place(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, ApiError> {
    match timeout(TURN, Arc::clone(places).acquire_owned()).await {
        Ok(Ok(place)) => Ok(place),
        _ => Err(error::unavailable()),
    }
}

fn require_form(request: &HttpRequest) -> Result<(), ApiError> {
    let declared = request.headers().get(header::CONTENT_TYPE);
    let declared = declared.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = declared.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("multipart/form-data") {
        return Ok(());
    }
    Err(ApiError::new(
        Code::UnsupportedMediaType,
        "The body must be declared as multipart/form-data.",
    ))
}

async fn parse(request: &HttpRequest, bytes: Bytes) -> Result<(FormFile, BTreeMap<String, String>), ApiError> {
    let whole = stream::iter([Ok::<_, PayloadError>(bytes)]);
    let mut fields = Multipart::new(request.headers(), whole);
    let (mut file, mut texts) = (None, BTreeMap::new());
    while let Some(field) = fields.next().await {
        let mut field = field.map_err(|error| broken(&error))?;
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let given = FormFile {
                name: filename(&field),
                bytes: collect(&mut field, usize::MAX, "file").await?,
            };
            if file.replace(given).is_some() {
                return Err(ApiError::invalid("file", "must be given once"));
            }
            continue;
        }
        let text = collect(&mut field, LONGEST_TEXT, &name).await?;
        let text = String::from_utf8(text).map_err(|_| ApiError::invalid(&name, "must be UTF-8"))?;
        if texts.insert(name.clone(), text).is_some() {
            return Err(ApiError::invalid(&name, "must be given once"));
        }
    }
    let file = file.ok_or_else(|| ApiError::invalid("file", "is required"))?;
    Ok((file, texts))
}

async fn collect(field: &mut Field, limit: usize, name: &str) -> Result<Vec<u8>, ApiError> {
    let mut whole = Vec::new();
    while let Some(part) = field.next().await {
        let part = part.map_err(|error| broken(&error))?;
        if whole.len() + part.len() > limit {
            return Err(ApiError::invalid(name, format!("must have at most {limit} bytes")));
        }
        whole.extend_from_slice(&part);
    }
    Ok(whole)
}

fn filename(field: &Field) -> Option<String> {
    let disposition = field.content_disposition()?;
    let extended = disposition.get_filename_ext();
    let extended = extended.and_then(|value| String::from_utf8(value.value.clone()).ok());
    extended.or_else(|| disposition.get_filename().map(str::to_owned))
}

fn broken(error: &MultipartError) -> ApiError {
    ApiError::invalid("body", format!("is no whole form: {error}"))
}
