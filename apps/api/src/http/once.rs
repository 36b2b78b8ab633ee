//! `Idempotency-Key`: the same key and body gives the first answer.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use application::{AsStoreError as _, UseCases};
use ports::StoreError;
use ports::idempotency::{Once, OnceAnswer, OnceRequest};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use uuid::Uuid;

use super::Call;
use crate::answer::{Answer, Rendered, Stamp};
use crate::error::{ApiError, Code};

/// The header that carries the key.
pub const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
const LONGEST_KEY: usize = 128;
/// A request that is not answered by then is taken to have died with its process.
const LEASE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);
/// Headers that are part of an answer.
const KEPT: [HeaderName; 2] = [header::ETAG, header::LOCATION];

/// Carries out a request that creates. `run` gets the id of what it creates. With a key it is carried out once and goes
/// on when the client hangs up.
///
/// # Errors
/// When the key is not sound or belongs to another body, a twin of the request takes too long, or `run` fails.
pub async fn create<T, F>(
    call: &Call,
    body: &[u8],
    run: impl FnOnce(Arc<UseCases>, Uuid) -> F + Send + 'static,
) -> Result<Rendered, ApiError>
where
    T: Serialize + Send + 'static,
    F: Future<Output = Result<Answer<T>, ApiError>> + Send + 'static,
{
    let (app, stamp) = (Arc::clone(&call.state().app), call.stamp());
    let fresh = app.adapters().ids.next();
    let Some(key) = key_of(call)? else {
        return Ok(call.work(move |app| run(app, fresh)).await?.render(&stamp));
    };
    let request = OnceRequest {
        scope: scope_of(call)?,
        key,
        fingerprint: Sha256::digest(body).into(),
        resource: fresh,
    };
    let patience = call.state().limits.twin_patience;
    let work = async move {
        match begin(&app, &request, patience).await? {
            Begun::Answered(answer) => Ok(replayed(answer)),
            Begun::Run(id) => finish(&app, &request, &stamp, run(Arc::clone(&app), id).await).await,
        }
    };
    call.state().finish("idempotent request", work).await?
}

enum Begun {
    Run(Uuid),
    Answered(OnceAnswer),
}

async fn begin(app: &UseCases, request: &OnceRequest, patience: Duration) -> Result<Begun, ApiError> {
    let deadline = tokio::time::Instant::now() + patience;
    loop {
        let now = app.adapters().clock.now();
        match application::retry_on_contention(|| app.adapters().once.begin(request, now, now.plus(LEASE))).await? {
            Once::Run(id) => return Ok(Begun::Run(id)),
            Once::Answered(answer) => return Ok(Begun::Answered(answer)),
            Once::OtherBody => {
                return Err(ApiError::new(
                    Code::Conflict,
                    "The idempotency key was used with another body.",
                ));
            }
            Once::Running if tokio::time::Instant::now() < deadline => tokio::time::sleep(POLL).await,
            Once::Running => {
                let error = ApiError::new(
                    Code::Conflict,
                    "The first request under this key is still being carried out.",
                );
                return Err(error.retry_after(Duration::from_secs(1)));
            }
        }
    }
}

async fn finish<T: Serialize>(
    app: &UseCases,
    request: &OnceRequest,
    stamp: &Stamp,
    outcome: Result<Answer<T>, ApiError>,
) -> Result<Rendered, ApiError> {
    let rendered = match outcome {
        Err(error) if error.is_fleeting() => {
            abandon(app, request).await;
            return Err(error);
        }
        Err(error) => error.render(stamp),
        Ok(answer) => answer.render(stamp),
    };
    let answer = kept(&rendered);
    let stored = application::retry_on_contention(|| app.adapters().once.finish(&request.scope, &request.key, &answer));
    if let Err(error) = stored.await {
        // What was created stays; a repeat finds it by its id once the lease is over.
        note("an answer was not kept for repeats", &error);
    }
    Ok(rendered)
}

async fn abandon(app: &UseCases, request: &OnceRequest) {
    if let Err(error) = app.adapters().once.abandon(&request.scope, &request.key).await {
        note(
            "a failed request blocks its idempotency key until its lease ends",
            &error,
        );
    }
}

fn note(what: &str, error: &StoreError) {
    let detail = error.as_store_error().map_or("", StoreError::detail);
    tracing::warn!(error = %error, detail, "{what}");
}

fn kept(rendered: &Rendered) -> OnceAnswer {
    let headers = rendered.headers.iter().filter(|(name, _)| KEPT.contains(name));
    OnceAnswer {
        status: rendered.status.as_u16(),
        headers: headers
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect(),
        body: rendered.body.clone(),
    }
}

fn replayed(answer: OnceAnswer) -> Rendered {
    let mut headers = vec![
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (REPLAYED, HeaderValue::from_static("true")),
    ];
    let stored = answer.headers.iter();
    headers.extend(stored.filter_map(|(name, value)| Some((name.parse().ok()?, HeaderValue::from_str(value).ok()?))));
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Rendered {
        status,
        headers,
        body: answer.body,
    }
}

fn key_of(call: &Call) -> Result<Option<String>, ApiError> {
    let Some(value) = call.http().headers().get(&HEADER) else {
        return Ok(None);
    };
    let is_sound =
        |text: &&str| (1..=LONGEST_KEY).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    match value.to_str().ok().filter(is_sound) {
        Some(text) => Ok(Some(text.to_owned())),
        None => Err(ApiError::invalid(
            "Idempotency-Key",
            "must have 1 to 128 visible ASCII characters",
        )),
    }
}

fn scope_of(call: &Call) -> Result<String, ApiError> {
    Ok(format!(
        "{} {} {}",
        call.session()?.operator,
        call.http().method(),
        call.http().path()
    ))
}
