//! One request to the callback and what came of it.

use std::sync::Arc;
use std::time::Instant;

use reqwest::header::CONTENT_TYPE;
use serde::Serialize;

use super::message::Outgoing;
use super::reply::{Reply, Secrecy, judge};
use super::wire::{Overrides, Sealing, Wire, compose};
use crate::clock::wall_millis;
use crate::state::account::{AccountSetup, Identity};
use crate::state::accounts::AccountId;
use crate::state::platform::{BodyFormat, MessageMode, Platform};
use crate::state::records::{CallbackAttempt, Exchange, Outcome};
use crate::world::World;

/// Bytes of a response that are read; more makes it unusable.
const LONGEST_RESPONSE: usize = 1024 * 1024;

/// How one attempt went.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Milliseconds until it settled.
    pub duration_ms: u64,
    /// How it went.
    pub outcome: Outcome,
    /// What was wrong, in words.
    pub problem: Option<String>,
    /// The body as it came.
    pub body: String,
    /// What it shows to the person.
    pub reply: Option<Reply>,
    #[serde(skip)]
    opened: Option<String>,
}

/// How the attempt is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// Shared by all attempts of one message.
    pub delivery_id: u64,
    /// 1, 2 or 3.
    pub number: u32,
    /// Whose callback it is.
    pub account: AccountId,
    /// How it is sealed.
    pub mode: MessageMode,
    /// How the reply must be sealed.
    pub secrecy: Secrecy,
    /// What is falsified.
    pub overrides: &'a Overrides,
}

/// Sends the message once, with a new timestamp, nonce and signature, and records it; `None` when the account is gone
/// or has no callback.
pub async fn attempt(world: &World, message: &Outgoing, plan: Plan<'_>) -> Option<Attempt> {
    let (setup, sealing) = world.with(|state| {
        let setup = state.accounts.get(plan.account)?.setup();
        Some((setup, Sealing::draw(state.clock, &mut state.chance)))
    })?;
    let url = setup.platform.callback_url.as_deref()?;
    let wire = compose(&setup.identity, plan.mode, message, sealing, plan.overrides);
    let (begun, at) = (Instant::now(), wall_millis());
    let response = post(world, url, &setup.platform, message.format, &wire).await;
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let attempt = appraise(&setup.identity, message, plan.secrecy, response, duration_ms);
    record(world, message, &wire, &attempt, plan, &setup, at);
    Some(attempt)
}

type Response = Result<(u16, Result<String, String>), (Outcome, String)>;

async fn post(world: &World, url: &str, platform: &Platform, format: BodyFormat, wire: &Wire) -> Response {
    let joint = if url.contains('?') { '&' } else { '?' };
    let content_type = match format {
        BodyFormat::Xml => "text/xml",
        BodyFormat::Json => "application/json",
    };
    let request = world
        .http
        .post(format!("{url}{joint}{}", wire.query))
        .header(CONTENT_TYPE, content_type)
        .timeout(platform.retry_timeout);
    let mut response = request
        .body(wire.body.clone())
        .send()
        .await
        .map_err(|error| failure(&error))?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST_RESPONSE {
            return Ok((response.status().as_u16(), Err("the body is too long".to_owned())));
        }
    }
    Ok((
        response.status().as_u16(),
        String::from_utf8(body).map_err(|_| "the body is not UTF-8".to_owned()),
    ))
}

fn failure(error: &reqwest::Error) -> (Outcome, String) {
    if error.is_timeout() {
        return (Outcome::Timeout, "no answer in time".to_owned());
    }
    let words = if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    (Outcome::ConnectionError, words.to_owned())
}

fn appraise(account: &Identity, message: &Outgoing, secrecy: Secrecy, response: Response, duration_ms: u64) -> Attempt {
    let blank = Attempt {
        status: None,
        duration_ms,
        outcome: Outcome::Unusable,
        problem: None,
        body: String::new(),
        reply: None,
        opened: None,
    };
    let (status, body) = match response {
        Ok((status, Ok(body))) => (status, body),
        Ok((status, Err(problem))) => {
            return Attempt {
                status: Some(status),
                problem: Some(problem),
                ..blank
            };
        }
        Err((outcome, problem)) => {
            return Attempt {
                outcome,
                problem: Some(problem),
                ..blank
            };
        }
    };
    let blank = Attempt {
        status: Some(status),
        ..blank
    };
    if status != 200 {
        return Attempt {
            outcome: Outcome::HttpStatus,
            problem: Some(format!("status {status}")),
            body,
            ..blank
        };
    }
    match judge(account, message, secrecy, &body) {
        Ok(accepted) => {
            let outcome = if accepted.reply.is_some() {
                Outcome::Replied
            } else {
                Outcome::Acknowledged
            };
            Attempt {
                outcome,
                body,
                reply: accepted.reply,
                opened: accepted.opened,
                ..blank
            }
        }
        Err(problem) => Attempt {
            problem: Some(problem),
            body,
            ..blank
        },
    }
}

fn record(
    world: &World,
    message: &Outgoing,
    wire: &Wire,
    attempt: &Attempt,
    plan: Plan<'_>,
    setup: &AccountSetup,
    at: i64,
) {
    let outcome = serde_json::to_value(attempt.outcome).ok();
    let outcome = outcome.as_ref().and_then(|name| name.as_str()).unwrap_or_default();
    let status = attempt.status.map(|status| format!("{status} ")).unwrap_or_default();
    let problem = attempt
        .problem
        .as_ref()
        .map(|problem| format!(": {problem}"))
        .unwrap_or_default();
    world.with(|state| {
        state.stats.callback_attempts += 1;
        *state.stats.callback_outcomes.entry(outcome.to_owned()).or_default() += 1;
        state.record_exchange(|sequence| Exchange {
            sequence,
            at,
            account: Arc::clone(&setup.name),
            direction: "callback",
            title: format!("POST {} #{}", message.name, plan.number),
            query: wire.query.clone(),
            open_ids: vec![message.open_id.clone()],
            request: wire.body.clone(),
            clear: wire.is_sealed.then(|| message.clear.clone()),
            result: format!("{status}{outcome}{problem}"),
            response: attempt.body.clone(),
            reply: attempt.opened.clone(),
            duration_ms: attempt.duration_ms,
        });
        state.callbacks.push(|sequence| CallbackAttempt {
            sequence,
            at,
            account: Arc::clone(&setup.name),
            delivery_id: plan.delivery_id,
            attempt: plan.number,
            open_id: message.open_id.clone(),
            message: message.name.clone(),
            msg_id: message.msg_id,
            status: attempt.status,
            duration_ms: attempt.duration_ms,
            outcome: attempt.outcome,
            problem: attempt.problem.clone(),
        });
    });
}
