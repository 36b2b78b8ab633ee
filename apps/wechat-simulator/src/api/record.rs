//! What the journals keep of a call.

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;

use super::answer::{Answer, Done};
use super::request::ApiRequest;
use super::route::Route;
use crate::state::State;
use crate::state::faults::FaultAction;
use crate::state::records::{Call, Exchange, KEPT_BODY, compact};
use crate::state::rids::RidRecord;

/// Query parameters and fields of answers that are secrets.
const HIDDEN: &[&str] = &["access_token", "secret", "corpsecret", "refresh_token", "session_key"];

/// A call and what came of it.
#[derive(Debug)]
pub struct Record<'a> {
    /// Unix milliseconds.
    pub arrived: i64,
    /// When it arrived.
    pub begun: Instant,
    /// Whose it was.
    pub route: &'a Route,
    /// What was done; none when a fault kept it from being handled.
    pub done: Option<&'a Done>,
    /// What struck it.
    pub fault: Option<&'a FaultAction>,
}

/// Counts the call and writes it down.
pub fn record(state: &mut State, request: &ApiRequest, record: &Record<'_>) {
    let answer = record.done.map(|done| done.answer.for_journal());
    let errcode = answer
        .as_ref()
        .map(|answer| answer.get("errcode").and_then(Value::as_i64).unwrap_or_default());
    let fault = record.fault.map(words);
    // Paths that do not exist are counted together: a caller must not be able to grow the counters without bound.
    let counted = if record.route.is_known {
        request.path.as_str()
    } else {
        "unknown"
    };
    state.stats.count_call(counted, errcode);
    let account = Arc::clone(&state.accounts[record.route.account].name);
    let body = String::from_utf8_lossy(&request.body[..request.body.len().min(KEPT_BODY)]).into_owned();
    let open_ids = request.open_ids();
    if let Some(rid) = record.done.and_then(|done| done.rid.clone()) {
        let kept = rid_record(state, request, record, &body, answer.as_ref());
        state.rids.insert(rid, kept);
    }
    state.record_exchange(|sequence| Exchange {
        sequence,
        at: record.arrived,
        account: Arc::clone(&account),
        direction: "api",
        title: format!("{} {}", request.method, request.path),
        query: visible_query(request),
        open_ids: open_ids.clone(),
        request: visible_body(&body),
        clear: None,
        result: fault.clone().unwrap_or_else(|| result(record.done, errcode)),
        response: answer
            .as_ref()
            .map(|answer| visible_answer(answer).to_string())
            .unwrap_or_default(),
        reply: None,
        duration_ms: u64::try_from(record.begun.elapsed().as_millis()).unwrap_or(u64::MAX),
    });
    state.calls.push(|sequence| Call {
        sequence,
        at: record.arrived,
        account,
        api: request.path.clone(),
        method: request.method.clone(),
        token: record.route.validity,
        open_ids,
        body,
        answer: answer.as_ref().map(compact),
        took_effect: record.done.is_some_and(|done| done.took_effect),
        fault,
    });
}

fn rid_record(
    state: &State,
    request: &ApiRequest,
    record: &Record<'_>,
    body: &str,
    answer: Option<&Value>,
) -> RidRecord {
    RidRecord {
        account: Arc::clone(&state.accounts[record.route.account].name),
        invoked_at: state.clock.now(),
        cost_ms: u64::try_from(record.begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        url: format!("{}?{}", request.path, visible_query(request)),
        request: body.to_owned(),
        response: answer.map(Value::to_string).unwrap_or_default(),
    }
}

fn words(fault: &FaultAction) -> String {
    serde_json::to_string(fault).unwrap_or_default()
}

fn result(done: Option<&Done>, errcode: Option<i64>) -> String {
    match done.map(|done| &done.answer) {
        Some(Answer::Status(status)) => format!("status {status}"),
        _ => format!("errcode {}", errcode.unwrap_or_default()),
    }
}

fn visible_query(request: &ApiRequest) -> String {
    let mut shown: Vec<_> = request
        .query
        .iter()
        .filter(|(name, _)| !HIDDEN.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    shown.sort();
    shown.join("&")
}

/// Bodies that carry secrets are small objects; any other is shown as it came.
fn visible_body(body: &str) -> String {
    if !HIDDEN.iter().any(|name| body.contains(name)) {
        return body.to_owned();
    }
    let Ok(Value::Object(mut shown)) = serde_json::from_str(body) else {
        return body.to_owned();
    };
    for name in HIDDEN {
        if let Some(secret) = shown.get_mut(*name) {
            *secret = Value::from("…");
        }
    }
    Value::Object(shown).to_string()
}

fn visible_answer(answer: &Value) -> Value {
    let mut shown = answer.clone();
    for name in ["access_token", "refresh_token", "session_key"] {
        if let Some(secret) = shown.get_mut(name) {
            *secret = Value::from("…");
        }
    }
    shown
}
