//! `POST /cgi-bin/openapi/quota/get` and `POST /cgi-bin/clear_quota`.

use serde_json::{Value, json};

use super::answer::{Done, Refusal};
use super::request::ApiRequest;
use crate::state::State;
use crate::world::World;

/// What is left of an API's day.
pub fn get(_world: &World, state: &mut State, request: &ApiRequest) -> Result<Done, Refusal> {
    let body = request.object()?;
    let path = body
        .get("cgi_path")
        .and_then(Value::as_str)
        .filter(|path| path.starts_with('/'));
    let path = path.ok_or_else(|| Refusal::new(76003))?;
    let quota = state.quotas.look_at(path, state.clock.now());
    let remain = quota.daily_limit.saturating_sub(quota.used);
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "quota": {"daily_limit": quota.daily_limit, "used": quota.used, "remain": remain},
    })))
}

/// Gives every API a fresh day.
pub fn clear(world: &World, state: &mut State, request: &ApiRequest) -> Result<Done, Refusal> {
    let body = request.object()?;
    if body.get("appid").and_then(Value::as_str) != Some(world.account.app_id.as_str()) {
        return Err(Refusal::new(40013));
    }
    if state.quotas.clear(state.clock.now()) {
        Ok(Done::ok())
    } else {
        Err(Refusal::new(48006))
    }
}
