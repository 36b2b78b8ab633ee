//! One delivery, from its bytes to its answer.

use std::sync::Arc;
use std::time::Instant;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, web};
use application::Context;
use application::wechat::ReceiveError;
use domain::wechat::Reply;
use ports::log::LogMetadata;
use runtime::telemetry::trace;
use wechat_protocol::envelope::BodyFormat;

use super::account::WebhookAccount;
use super::incoming::{self, Arrived};
use super::meters::{self, Outcome};
use super::query::SignedQuery;
use super::reply::{self, Addressed};
use super::verify::{self, Opened, Refusal};
use crate::error::{self, ApiError, Code};
use crate::http::body;
use crate::http::request_id::RequestId;
use crate::state::ApiState;

const XML: HeaderValue = HeaderValue::from_static("application/xml; charset=utf-8");
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// What goes back.
struct Served {
    outcome: Outcome,
    format: BodyFormat,
    body: String,
}

/// Serves a delivery to the account of that name.
pub async fn deliver(http: &HttpRequest, name: &str, payload: &mut Payload) -> Result<HttpResponse, ApiError> {
    let started = Instant::now();
    let state = http
        .app_data::<web::Data<ApiState>>()
        .expect("every route is registered with the state");
    let served = delivered(state, http, name, payload).await;
    meters::served(outcome_of(&served), started.elapsed());
    let served = served?;
    let content_type = match served.format {
        BodyFormat::Xml => XML,
        BodyFormat::Json => JSON,
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, content_type))
        .body(served.body))
}

fn outcome_of(served: &Result<Served, ApiError>) -> Outcome {
    match served {
        Ok(served) => served.outcome,
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
) -> Result<Served, ApiError> {
    // The body is read whatever follows: left unread, it would cost WeChat its connection.
    let body = body::read(payload, state.limits.webhook_body, state.limits.body_patience).await?;
    let account = account(state, name).await?;
    let raw = http.query_string();
    let query = SignedQuery::parse(raw);
    let now = state.app.adapters().clock.now();
    let tolerance = state.webhook.tolerance;
    let opened = verify::open(&account, raw, &query, body, now, tolerance).map_err(refused)?;
    let Opened {
        message,
        sealed,
        format,
    } = opened;
    let arrived = incoming::read(name, account.product, message).ok_or_else(broken)?;
    require_recipient(&account, &arrived)?;
    let Arrived { incoming, answered, .. } = arrived;
    meters::arrived(incoming.create_time, now);
    let (to, from) = (incoming.person.open_id.clone(), incoming.to_user.clone());
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
    let addressed = Addressed {
        to: &to,
        from: &from,
        at: now.unix_seconds(),
        nonce: &query.nonce,
        sealed,
        format,
        answered,
    };
    let body = reply::write(&account, reply, &addressed);
    Ok(Served { outcome, format, body })
}

/// The account of that name, if it takes messages.
pub async fn account(state: &ApiState, name: &str) -> Result<Arc<WebhookAccount>, ApiError> {
    let found = state.webhook_accounts.find(name).await?;
    found.ok_or_else(|| ApiError::not_found("account"))
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

fn require_recipient(account: &WebhookAccount, arrived: &Arrived) -> Result<(), ApiError> {
    let is_ours = match (&account.original_id, account.agent_id, arrived.agent_id) {
        (Some(id), _, _) => *id == arrived.incoming.to_user,
        // Events of the whole corporation name no application.
        (None, Some(ours), Some(theirs)) => i64::from(ours) == theirs,
        _ => true,
    };
    if is_ours {
        Ok(())
    } else {
        Err(refused(Refusal::Untrusted("recipient")))
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
