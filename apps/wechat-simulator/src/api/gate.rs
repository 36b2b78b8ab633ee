//! The way of every call: fault, token, quota, handler, journal, answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};

use super::answer::{Answer, Done, Refusal};
use super::call::Call;
use super::record::{Record, record};
use super::request::ApiRequest;
use super::respond::{respond, shape};
use super::route::{Route, route};
use crate::callback::{begin_report, report_now};
use crate::clock::wall_millis;
use crate::state::State;
use crate::state::account::Product;
use crate::state::faults::{FaultAction, Moment};
use crate::state::tokens::Validity;
use crate::world::World;

/// An account whose quota is used up may still ask to have it cleared.
const NEVER_USED_UP: &[&str] = &[
    "/cgi-bin/clear_quota",
    "/cgi-bin/clear_quota/v2",
    "/cgi-bin/openapi/quota/clear",
];

/// Answers a call.
///
/// It is handled in a task of its own, so that it takes effect even if the caller hangs up meanwhile, as it does at
/// WeChat.
pub async fn serve(world: Data<World>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let call = ApiRequest::new(request.path(), request.method().as_str(), request.query_string(), body)
        .with_content_type(content_type)
        .at_host(request.connection_info().host());
    let world = world.into_inner();
    let runtime = world.runtime.clone();
    match runtime.spawn(handle(world, call)).await {
        Ok(answer) => answer.map_or_else(super::respond::nothing, respond),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// What is to be sent; `None` closes the connection.
async fn handle(world: Arc<World>, request: ApiRequest) -> Option<super::respond::Shaped> {
    let (begun, arrived) = (Instant::now(), wall_millis());
    let fault = world.with(|state| strike(state, &request));
    if let Some(delay) = fault.as_ref().and_then(|fault| fault.delay_ms) {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let (route, result) = world.with(|state| {
        let route = route(state, &request);
        let result = judge_and_run(state, &request, &route, fault.as_ref());
        let entry = Record {
            arrived,
            begun,
            route: &route,
            done: result.as_ref(),
            fault: fault.as_ref(),
        };
        record(state, &request, &entry);
        (route, result)
    });
    let mut result = result;
    for report in result.iter_mut().flat_map(|done| done.reports.drain(..)) {
        if report.comes_first() {
            report_now(&world, route.account, report).await;
        } else {
            begin_report(&world, route.account, report);
        }
    }
    shape(result.map(|done| done.answer), fault.as_ref())
}

fn strike(state: &mut State, request: &ApiRequest) -> Option<FaultAction> {
    let account = route(state, request).account;
    let name = Arc::clone(&state.accounts[account].name);
    let action = state.faults.strike(&request.path, &name, &mut state.chance)?;
    state.stats.faults += 1;
    Some(action)
}

/// `None` when a fault keeps the call from being handled at all.
fn judge_and_run(state: &mut State, request: &ApiRequest, route: &Route, fault: Option<&FaultAction>) -> Option<Done> {
    let prevented = fault.is_some_and(|fault| {
        fault.http_status.is_some() || fault.html || fault.drop_connection == Some(Moment::Before)
    });
    if prevented {
        return None;
    }
    let result = match fault.and_then(|fault| Some((fault.errcode?, &fault.errmsg))) {
        Some((code, Some(words))) => Err(Refusal::with(code, words.as_str())),
        Some((code, None)) => Err(Refusal::new(code)),
        None => run(state, request, route),
    };
    Some(result.unwrap_or_else(|refusal| Done::refused(refusal, state.chance.rid())))
}

fn run(state: &mut State, request: &ApiRequest, route: &Route) -> Result<Done, Refusal> {
    let Some(endpoint) = route.endpoint else {
        return missing(route);
    };
    if let Some(code) = endpoint.objection(&request.method) {
        return Err(Refusal::new(code));
    }
    if endpoint.needs_token {
        admit(route).map_err(|refusal| with_empty_lists(refusal, route, &request.path))?;
    }
    let now = state.clock.now();
    let has_quota = state.accounts[route.account].quotas.spend(&request.path, now);
    if !has_quota && !NEVER_USED_UP.contains(&request.path.as_str()) {
        return Err(Refusal::new(45009));
    }
    (endpoint.handler)(&mut Call {
        state,
        id: route.account,
        request,
    })
}

/// WeCom's refusals of lists carry an empty list, which must not be taken for the answer.
fn with_empty_lists(refusal: Refusal, route: &Route, path: &str) -> Refusal {
    let name = match path {
        "/cgi-bin/department/list" => "department",
        "/cgi-bin/department/simplelist" => "department_id",
        "/cgi-bin/user/list" | "/cgi-bin/user/simplelist" => "userlist",
        "/cgi-bin/user/list_id" => "dept_user",
        _ => return refusal,
    };
    match route.product {
        Product::WeCom => refusal.and(serde_json::json!({ name: [] })),
        Product::OfficialAccount | Product::MiniProgram => refusal,
    }
}

/// WeCom answers 404 to paths it does not have; the others tell an API of another kind of account from none at all.
fn missing(route: &Route) -> Result<Done, Refusal> {
    match (route.product, route.is_known) {
        (Product::WeCom, _) => Ok(Done::with(Answer::Status(404))),
        (_, true) => Err(Refusal::new(48001)),
        (_, false) => Err(Refusal::new(40066)),
    }
}

fn admit(route: &Route) -> Result<(), Refusal> {
    match (route.validity, route.product) {
        (Validity::Valid, _) => Ok(()),
        (Validity::Missing, _) => Err(Refusal::new(41001)),
        (Validity::Invalid, Product::WeCom) => Err(Refusal::new(40014)),
        (Validity::Invalid, _) => Err(Refusal::new(40001)),
        (Validity::Expired, _) => Err(Refusal::new(42001)),
    }
}
