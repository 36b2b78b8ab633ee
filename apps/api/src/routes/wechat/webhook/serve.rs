//! One delivery, from its bytes to its answer.

use std::time::Instant;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use application::Context;
use application::wechat::ReceiveError;
use domain::time::Timestamp;
use domain::wechat::{Incoming, Reply};
use ports::log::LogMetadata;
use runtime::telemetry::trace;

use super::account::WebhookAccount;
use super::incoming;
use super::meters::{self, Outcome};
use super::query::SignedQuery;
use super::reply::{self, Addressed};
use super::verify::{self, Opened, Refusal};
use crate::error::{self, ApiError, Code};
use crate::http::body;
use crate::http::request_id::RequestId;
use crate::state::ApiState;

const XML: HeaderValue = HeaderValue::from_static("application/xml; charset=utf-8");

/// Serves a delivery to the account of that name.
pub async fn deliver(http: &HttpRequest, name: &str, payload: &mut Payload) -> Result<HttpResponse, ApiError> {
    let started = Instant::now();
    let state = http
        .app_data::<web::Data<ApiState>>()
        .expect("every route is registered with the state");
    let outcome = delivered(state, http, name, payload).await;
    meters::served(outcome_of(&outcome), started.elapsed());
    let text = outcome?.1;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, XML)).body(text))
}

fn outcome_of(outcome: &Result<(Outcome, String), ApiError>) -> Outcome {
    match outcome {
        Ok((outcome, _)) => *outcome,
        Err(error) => match error.code() {
            Code::Forbidden => Outcome::Refused,
            code if code.status().is_server_error() => Outcome::Failed,
            _ => Outcome::Broken,
        },
    }
}

async fn delivered(
    state: &ApiState,
    http: &HttpRequest,
    name: &str,
    payload: &mut Payload,
) -> Result<(Outcome, String), ApiError> {
    // The body is read whatever follows: left unread, it would cost WeChat its connection.
    let body = body::read(payload, state.limits.webhook_body, state.limits.body_patience).await?;
    let account = account(state, name)?;
    let query = SignedQuery::parse(http.query_string());
    let now = state.app.adapters().clock.now();
    let opened = verify::open(&state.webhook, account, &query, body, now).map_err(refused)?;
    let Opened { message, sealed } = opened;
    let incoming = incoming::read(name, message).ok_or_else(broken)?;
    require_recipient(account, &incoming)?;
    meters::arrived(incoming.create_time, now);
    let (to, from) = (incoming.person.open_id.clone(), incoming.to_user.clone());
    let answers_event = incoming.event.is_some();
    let reply = state
        .app
        .receive_message
        .run(incoming, context(http))
        .await
        .map_err(later)?;
    let outcome = if reply == Reply::Silence {
        Outcome::Silent
    } else {
        Outcome::Answered
    };
    let at = now.unix_seconds();
    let addressed = Addressed {
        to: &to,
        from: &from,
        at,
        nonce: &query.nonce,
        sealed,
        answers_event,
    };
    Ok((outcome, reply::write(account, reply, &addressed)))
}

/// The account of that name.
pub fn account<'a>(state: &'a ApiState, name: &str) -> Result<&'a WebhookAccount, ApiError> {
    state
        .webhook
        .accounts
        .get(name)
        .ok_or_else(|| ApiError::not_found("account"))
}

/// One answer for whatever cannot be trusted.
pub fn refused(refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::Untrusted(check) => {
            tracing::warn!(check, "a webhook request was refused");
            ApiError::new(Code::Forbidden, "The request is not signed as it should be.")
        }
        Refusal::Broken => broken(),
    }
}

/// Whether the check of the address passes at this moment.
pub fn check_address(state: &ApiState, name: &str, query: &SignedQuery<'_>, now: Timestamp) -> Result<(), ApiError> {
    verify::address(&state.webhook, account(state, name)?, query, now).map_err(refused)
}

fn require_recipient(account: &WebhookAccount, incoming: &Incoming) -> Result<(), ApiError> {
    match &account.original_id {
        Some(id) if *id != incoming.to_user => Err(refused(Refusal::Untrusted("recipient"))),
        _ => Ok(()),
    }
}

fn broken() -> ApiError {
    ApiError::invalid("body", "is not a WeChat message")
}

/// WeChat delivers again what is answered with an error.
fn later(error: ReceiveError) -> ApiError {
    match error {
        ReceiveError::NotTaken(error) => error.into(),
        ReceiveError::Store(error) => {
            tracing::error!(error = %error, detail = error.detail(), "a message was not received");
            error::unavailable()
        }
        ReceiveError::TooSlow => {
            tracing::error!(error = %error, "a message was not received");
            error::unavailable()
        }
    }
}

fn context(http: &HttpRequest) -> Context {
    let metadata = LogMetadata {
        source: "wechat".to_owned(),
        trace_id: trace::current_trace_id(),
        request_id: http.extensions().get::<RequestId>().map(|id| id.0.to_string()),
        ..LogMetadata::default()
    };
    Context {
        metadata,
        traceparent: trace::current_traceparent(),
    }
}
