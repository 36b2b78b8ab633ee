//! `POST /cgi-bin/openapi/quota/get` and `POST /cgi-bin/clear_quota`.

use serde_json::{Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_AND_MINI};

/// Quotas.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_AND_MINI, "/cgi-bin/openapi/quota/get", get),
    Endpoint::post(OFFICIAL_AND_MINI, "/cgi-bin/clear_quota", clear),
];

/// What is left of an API's day.
pub fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let path = body
        .get("cgi_path")
        .and_then(Value::as_str)
        .filter(|path| path.starts_with('/'));
    let path = path.ok_or_else(|| Refusal::new(76003))?;
    let now = call.now();
    let quota = call.account_mut().quotas.look_at(path, now);
    let remain = quota.daily_limit.saturating_sub(quota.used);
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "quota": {"daily_limit": quota.daily_limit, "used": quota.used, "remain": remain},
    })))
}

/// Gives every API a fresh day.
pub fn clear(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    if body.get("appid").and_then(Value::as_str) != Some(call.account().identity.app_id.as_str()) {
        return Err(Refusal::new(40013));
    }
    let now = call.now();
    if call.account_mut().quotas.clear(now) {
        Ok(Done::ok())
    } else {
        Err(Refusal::new(48006))
    }
}
