//! Quotas and request ids (openApi 管理).

use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_AND_MINI};
use crate::api::{fields, registry};

/// Quotas and request ids.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_AND_MINI, "/cgi-bin/openapi/quota/get", get),
    Endpoint::post(OFFICIAL_AND_MINI, "/cgi-bin/openapi/quota/clear", clear_one),
    Endpoint::post(OFFICIAL_AND_MINI, "/cgi-bin/clear_quota", clear),
    Endpoint::post(OFFICIAL_AND_MINI, "/cgi-bin/clear_quota/v2", clear_with_secret).open(),
    Endpoint::post(OFFICIAL_AND_MINI, "/cgi-bin/openapi/rid/get", rid),
];

/// Seconds for which a request id is remembered.
const RID_SECONDS: i64 = 7 * 86_400;
/// Calls of one API in a minute.
const CALLS_A_MINUTE: i64 = 10_000;

/// What is left of an API's day.
fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let path = path(&body)?;
    let now = call.now();
    let quota = call.account_mut().quotas.look_at(path, now);
    let remain = quota.daily_limit.saturating_sub(quota.used);
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "quota": {"daily_limit": quota.daily_limit, "used": quota.used, "remain": remain},
        "rate_limit": {"call_count": CALLS_A_MINUTE, "refresh_second": 60},
    })))
}

fn path(body: &Map<String, Value>) -> Result<&str, Refusal> {
    let path = fields::text(body, "cgi_path");
    if !path.starts_with('/') {
        return Err(Refusal::new(76003));
    }
    if path.starts_with("/sns/") {
        return Err(Refusal::new(76022));
    }
    if registry::at(path).is_empty() {
        return Err(Refusal::new(76021));
    }
    Ok(path)
}

/// Gives one API a fresh day; fifty times a month.
fn clear_one(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let path = path(&body)?;
    let now = call.now();
    let may = call.account_mut().quotas.clear_one(path, now);
    may.then(Done::ok).ok_or_else(|| Refusal::new(48006))
}

/// Gives every API a fresh day; ten times a month, both ways together.
fn clear(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    if fields::text(&body, "appid") != call.account().identity.app_id {
        return Err(Refusal::new(40013));
    }
    clear_all(call)
}

/// Needs no token, so that it works when even tokens are used up.
fn clear_with_secret(call: &mut Call<'_>) -> Result<Done, Refusal> {
    // Documented with query parameters, but taken in the body too.
    let body = call.object().unwrap_or_default();
    let given = |name| call.parameter(name).unwrap_or_else(|| fields::text(&body, name));
    let identity = &call.account().identity;
    if given("appid") != identity.app_id {
        return Err(Refusal::new(40013));
    }
    if given("appsecret") != identity.app_secret {
        return Err(Refusal::new(40125));
    }
    clear_all(call)
}

fn clear_all(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let now = call.now();
    let may = call.account_mut().quotas.clear(now);
    may.then(Done::ok).ok_or_else(|| Refusal::new(48006))
}

/// What a refused call was; for seven days, and for the account whose call it was.
fn rid(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let record = call.state.rids.get(fields::text(&body, "rid"));
    let record = record.filter(|record| call.now() - record.invoked_at < RID_SECONDS);
    let record = record.ok_or_else(|| Refusal::new(76001))?;
    if record.account != call.account().name {
        return Err(Refusal::new(76002));
    }
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "request": {
            "invoke_time": record.invoked_at,
            "cost_in_ms": record.cost_ms,
            "request_url": record.url,
            "request_body": record.request,
            "response_body": record.response,
            "client_ip": "127.0.0.1",
        },
    })))
}
