//! The platform itself: tokens, clock, quotas, reset.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Query};
use serde::Deserialize;
use serde_json::json;

use super::answer::ControlError;
use super::which::Which;
use crate::state::State;
use crate::world::World;

/// `POST /control/tokens/expire`
pub async fn expire_tokens(world: Data<World>, which: Query<Which>) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let (id, now) = (which.find(state)?, state.clock.now());
        state.accounts[id].tokens.expire_all(now);
        Ok(HttpResponse::NoContent().finish())
    })
}

/// Body of `POST /control/tokens/lifetime`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifetime {
    seconds: i64,
}

/// `POST /control/tokens/lifetime`: for tokens issued from now on.
pub async fn token_lifetime(
    world: Data<World>,
    which: Query<Which>,
    lifetime: Json<Lifetime>,
) -> Result<HttpResponse, ControlError> {
    if !(1..=86_400).contains(&lifetime.seconds) {
        return Err(ControlError::Invalid("seconds must be from 1 to 86400".to_owned()));
    }
    world.with(|state| {
        let id = which.find(state)?;
        state.accounts[id].tokens.set_lifetime(lifetime.seconds);
        Ok(HttpResponse::NoContent().finish())
    })
}

/// Body of `POST /control/clock`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Advance {
    advance_seconds: i64,
}

/// `POST /control/clock`: the time of all accounts.
pub async fn advance_clock(world: Data<World>, advance: Json<Advance>) -> HttpResponse {
    world.with(|state| {
        state.clock.advance(advance.advance_seconds);
        HttpResponse::Ok().json(json!({"now": state.clock.now(), "offsetSeconds": state.clock.offset()}))
    })
}

/// Body of `POST /control/quota`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remaining {
    api: String,
    remaining: u64,
}

/// `POST /control/quota`
pub async fn leave_quota(
    world: Data<World>,
    which: Query<Which>,
    quota: Json<Remaining>,
) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let (id, now) = (which.find(state)?, state.clock.now());
        state.accounts[id].quotas.leave(&quota.api, quota.remaining, now);
        Ok(HttpResponse::NoContent().finish())
    })
}

/// `POST /control/reset`
pub async fn reset(world: Data<World>) -> HttpResponse {
    world.with(State::reset);
    HttpResponse::NoContent().finish()
}
