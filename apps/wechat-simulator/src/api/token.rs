//! `GET /cgi-bin/token` and `POST /cgi-bin/stable_token`.

use serde_json::{Value, json};

use super::answer::{Done, Refusal};
use super::request::ApiRequest;
use crate::state::State;
use crate::state::tokens::Issued;
use crate::world::World;

/// A new token at each call.
pub fn classic(world: &World, state: &mut State, request: &ApiRequest) -> Result<Done, Refusal> {
    state.stats.token_fetches += 1;
    let [grant, app_id, secret] = ["grant_type", "appid", "secret"].map(|name| request.parameter(name));
    check(world, grant, app_id, secret)?;
    let (now, fresh) = (state.clock.now(), state.chance.access_token());
    state.stats.tokens_issued += 1;
    state.changed = true;
    let issued = state.tokens.issue_classic(now, || fresh);
    Ok(answer(&issued))
}

/// The same token until it nears its end.
pub fn stable(world: &World, state: &mut State, request: &ApiRequest) -> Result<Done, Refusal> {
    state.stats.token_fetches += 1;
    let body = request.object()?;
    let [grant, app_id, secret] = ["grant_type", "appid", "secret"].map(|name| body.get(name).and_then(Value::as_str));
    check(world, grant, app_id, secret)?;
    let force = body.get("force_refresh").and_then(Value::as_bool).unwrap_or_default();
    let (now, fresh) = (state.clock.now(), state.chance.access_token());
    let issued = state.tokens.issue_stable(now, force, || fresh.clone());
    if issued.value == fresh {
        state.stats.tokens_issued += 1;
        state.changed = true;
    }
    Ok(answer(&issued))
}

fn check(world: &World, grant: Option<&str>, app_id: Option<&str>, secret: Option<&str>) -> Result<(), Refusal> {
    if grant != Some("client_credential") {
        return Err(Refusal::new(40002));
    }
    match app_id.filter(|text| !text.is_empty()) {
        None => return Err(Refusal::new(41002)),
        Some(app_id) if app_id != world.account.app_id => return Err(Refusal::new(40013)),
        Some(_) => {}
    }
    match secret.filter(|text| !text.is_empty()) {
        None => Err(Refusal::new(41004)),
        Some(secret) if secret != world.account.app_secret => Err(Refusal::new(40125)),
        Some(_) => Ok(()),
    }
}

fn answer(issued: &Issued) -> Done {
    Done::read(json!({"access_token": issued.value, "expires_in": issued.expires_in}))
}
