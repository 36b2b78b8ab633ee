//! The way of every call: fault, token, quota, handler, journal, answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures::stream;
use serde_json::Value;

use super::answer::{Done, Refusal, TemplateReport};
use super::request::ApiRequest;
use super::{custom, qrcode, quota, tags, template, token, user};
use crate::callback::report_template;
use crate::clock::wall_millis;
use crate::state::State;
use crate::state::faults::{FaultAction, Moment};
use crate::state::records::{Call, Exchange, KEPT_BODY, compact};
use crate::state::tokens::Validity;
use crate::world::World;

type Handler = fn(&World, &mut State, &ApiRequest) -> Result<Done, Refusal>;

struct Endpoint {
    method: &'static str,
    needs_token: bool,
    handler: Handler,
}

fn endpoint(path: &str) -> Option<Endpoint> {
    let (method, needs_token, handler): (_, _, Handler) = match path {
        "/cgi-bin/token" => ("GET", false, token::classic),
        "/cgi-bin/stable_token" => ("POST", false, token::stable),
        "/cgi-bin/qrcode/create" => ("POST", true, qrcode::create),
        "/cgi-bin/message/custom/send" => ("POST", true, custom::send),
        "/cgi-bin/message/template/send" => ("POST", true, template::send),
        "/cgi-bin/tags/members/batchtagging" => ("POST", true, tags::add),
        "/cgi-bin/tags/members/batchuntagging" => ("POST", true, tags::remove),
        "/cgi-bin/user/info" => ("GET", true, user::info),
        "/cgi-bin/openapi/quota/get" => ("POST", true, quota::get),
        "/cgi-bin/clear_quota" => ("POST", true, quota::clear),
        _ => return None,
    };
    Some(Endpoint {
        method,
        needs_token,
        handler,
    })
}

/// What is sent back.
enum Outcome {
    Json(Value),
    Half(Value),
    Status(u16),
    Html,
    Nothing,
}

/// Answers `/cgi-bin/…`.
///
/// The call is handled in a task of its own, so that it takes effect even if the caller hangs up meanwhile, as it does
/// at WeChat.
pub async fn serve(world: Data<World>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let call = ApiRequest::new(request.path(), request.method().as_str(), request.query_string(), body);
    let world = world.into_inner();
    let runtime = world.runtime.clone();
    match runtime.spawn(handle(world, call)).await {
        Ok(outcome) => respond(outcome),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

async fn handle(world: Arc<World>, request: ApiRequest) -> Outcome {
    let begun = Instant::now();
    let arrived = wall_millis();
    let fault = strike(&world, &request.path);
    if let Some(delay) = fault.as_ref().and_then(|fault| fault.delay_ms) {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let (outcome, report) = world.with(|state| {
        let (validity, result) = judge_and_run(&world, state, &request, fault.as_ref());
        let report = result.as_ref().and_then(|done| done.report.clone());
        record(
            state,
            &request,
            &Record {
                arrived,
                begun,
                validity,
                done: result.as_ref(),
                fault: fault.as_ref(),
            },
        );
        (shape(result, fault.as_ref()), report)
    });
    if let Some(report) = report {
        begin_report(&world, report);
    }
    outcome
}

fn strike(world: &World, path: &str) -> Option<FaultAction> {
    world.with(|state| {
        let action = state.faults.strike(path, &mut state.chance)?;
        state.stats.faults += 1;
        Some(action)
    })
}

/// `None` when a fault keeps the call from being handled at all.
fn judge_and_run(
    world: &World,
    state: &mut State,
    request: &ApiRequest,
    fault: Option<&FaultAction>,
) -> (Validity, Option<Done>) {
    let validity = match request.parameter("access_token") {
        Some(token) => state.tokens.judge(token, state.clock.now()),
        None => Validity::Missing,
    };
    let prevented = fault.is_some_and(|fault| {
        fault.http_status.is_some() || fault.html || fault.drop_connection == Some(Moment::Before)
    });
    if prevented {
        return (validity, None);
    }
    let result = match fault.and_then(|fault| Some((fault.errcode?, &fault.errmsg))) {
        Some((code, Some(words))) => Err(Refusal::with(code, words.as_str())),
        Some((code, None)) => Err(Refusal::new(code)),
        None => run(world, state, request, validity),
    };
    let done = result.unwrap_or_else(|refusal| Done::read(refusal.into_answer(&state.chance.rid())));
    (validity, Some(done))
}

fn run(world: &World, state: &mut State, request: &ApiRequest, validity: Validity) -> Result<Done, Refusal> {
    let endpoint = endpoint(&request.path).ok_or_else(|| Refusal::new(40066))?;
    if request.method != endpoint.method {
        return Err(Refusal::new(if endpoint.method == "GET" { 43001 } else { 43002 }));
    }
    if endpoint.needs_token {
        admit(validity)?;
    }
    if !state.quotas.spend(&request.path, state.clock.now()) && request.path != "/cgi-bin/clear_quota" {
        return Err(Refusal::new(45009));
    }
    (endpoint.handler)(world, state, request)
}

fn admit(validity: Validity) -> Result<(), Refusal> {
    match validity {
        Validity::Valid => Ok(()),
        Validity::Missing => Err(Refusal::new(41001)),
        Validity::Invalid => Err(Refusal::new(40001)),
        Validity::Expired => Err(Refusal::new(42001)),
    }
}

struct Record<'a> {
    arrived: i64,
    begun: Instant,
    validity: Validity,
    done: Option<&'a Done>,
    fault: Option<&'a FaultAction>,
}

fn record(state: &mut State, request: &ApiRequest, record: &Record<'_>) {
    let answer = record.done.map(|done| done.answer.clone());
    let errcode = answer
        .as_ref()
        .map(|answer| answer.get("errcode").and_then(Value::as_i64).unwrap_or_default());
    let fault = record.fault.map(words);
    // Paths that do not exist are counted together: a caller must not be able to grow the counters without bound.
    let counted = if endpoint(&request.path).is_some() {
        request.path.as_str()
    } else {
        "unknown"
    };
    state.stats.count_call(counted, errcode);
    let body = String::from_utf8_lossy(&request.body[..request.body.len().min(KEPT_BODY)]).into_owned();
    let open_ids = request.open_ids();
    state.record_exchange(|sequence| Exchange {
        sequence,
        at: record.arrived,
        direction: "api",
        title: format!("{} {}", request.method, request.path),
        query: visible_query(request),
        open_ids: open_ids.clone(),
        request: body.clone(),
        clear: None,
        result: fault
            .clone()
            .unwrap_or_else(|| format!("errcode {}", errcode.unwrap_or_default())),
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
        api: request.path.clone(),
        method: request.method.clone(),
        token: record.validity,
        open_ids,
        body,
        answer: answer.as_ref().map(compact),
        took_effect: record.done.is_some_and(|done| done.took_effect),
        fault,
    });
}

fn words(fault: &FaultAction) -> String {
    serde_json::to_string(fault).unwrap_or_default()
}

fn visible_query(request: &ApiRequest) -> String {
    let shown = request
        .query
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "access_token" | "secret"));
    shown
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&")
}

fn visible_answer(answer: &Value) -> Value {
    let mut shown = answer.clone();
    if let Some(token) = shown.get_mut("access_token") {
        *token = Value::from("…");
    }
    shown
}

fn shape(done: Option<Done>, fault: Option<&FaultAction>) -> Outcome {
    let Some(Done { answer, .. }) = done else {
        return match fault {
            Some(FaultAction {
                http_status: Some(status),
                ..
            }) => Outcome::Status(*status),
            Some(FaultAction { html: true, .. }) => Outcome::Html,
            _ => Outcome::Nothing,
        };
    };
    match fault {
        Some(FaultAction {
            drop_connection: Some(Moment::After),
            ..
        }) => Outcome::Nothing,
        Some(FaultAction { truncate: true, .. }) => Outcome::Half(answer),
        _ => Outcome::Json(answer),
    }
}

fn respond(outcome: Outcome) -> HttpResponse {
    match outcome {
        Outcome::Json(answer) => HttpResponse::Ok().json(answer),
        Outcome::Half(answer) => {
            let text = answer.to_string();
            let half = text.floor_char_boundary(text.len() / 2);
            HttpResponse::Ok()
                .content_type("application/json")
                .body(text[..half].to_owned())
        }
        Outcome::Status(status) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            HttpResponse::build(status)
                .content_type("text/plain")
                .body("upstream unavailable")
        }
        Outcome::Html => HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .body("<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"),
        // A body that fails before its first byte makes the server close the connection with nothing sent.
        Outcome::Nothing => HttpResponse::Ok().streaming(stream::once(async {
            Err::<Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
        })),
    }
}

fn begin_report(world: &Arc<World>, report: TemplateReport) {
    let world = Arc::clone(world);
    let runtime = world.runtime.clone();
    runtime.spawn(async move { report_template(&world, &report.open_id, report.message_id).await });
}
