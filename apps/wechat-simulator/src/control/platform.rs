//! The platform itself: tokens, clock, quotas, settings, reset.

use std::collections::BTreeSet;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::answer::ControlError;
use crate::settings::is_http_address;
use crate::state::State;
use crate::state::live::LiveEvent;
use crate::state::platform::MessageMode;
use crate::world::World;

/// `POST /control/tokens/expire`
pub async fn expire_tokens(world: Data<World>) -> HttpResponse {
    world.with(|state| state.tokens.expire_all(state.clock.now()));
    HttpResponse::NoContent().finish()
}

/// Body of `POST /control/tokens/lifetime`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifetime {
    seconds: i64,
}

/// `POST /control/tokens/lifetime`: for tokens issued from now on.
pub async fn token_lifetime(world: Data<World>, lifetime: Json<Lifetime>) -> Result<HttpResponse, ControlError> {
    if !(1..=86_400).contains(&lifetime.seconds) {
        return Err(ControlError::Invalid("seconds must be from 1 to 86400".to_owned()));
    }
    world.with(|state| state.tokens.set_lifetime(lifetime.seconds));
    Ok(HttpResponse::NoContent().finish())
}

/// Body of `POST /control/clock`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Advance {
    advance_seconds: i64,
}

/// `POST /control/clock`
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
pub async fn leave_quota(world: Data<World>, quota: Json<Remaining>) -> HttpResponse {
    world.with(|state| state.quotas.leave(&quota.api, quota.remaining, state.clock.now()));
    HttpResponse::NoContent().finish()
}

/// Body of `POST /control/settings`; what is absent stays as it is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    callback_url: Option<String>,
    mode: Option<MessageMode>,
    retry_timeout_ms: Option<u64>,
    report_templates: Option<bool>,
    /// `null` accepts any template again.
    #[serde(default, deserialize_with = "present")]
    templates: Option<Option<BTreeSet<String>>>,
    /// `null` accepts any tag again.
    #[serde(default, deserialize_with = "present")]
    tags: Option<Option<BTreeSet<i64>>>,
}

/// Tells an absent field from one that is `null`.
#[expect(clippy::option_option, reason = "absent and null mean different things")]
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// `POST /control/settings`
pub async fn change_settings(world: Data<World>, change: Json<Change>) -> Result<HttpResponse, ControlError> {
    let change = change.into_inner();
    if change.callback_url.as_deref().is_some_and(|url| !is_http_address(url)) {
        return Err(ControlError::Invalid(
            "callbackUrl must be an http or https address".to_owned(),
        ));
    }
    let settings = world.with(|state| {
        apply(state, change);
        state.live.publish(&LiveEvent::Settings);
        shown(&world, state)
    });
    Ok(HttpResponse::Ok().json(settings))
}

fn apply(state: &mut State, change: Change) {
    let platform = &mut state.platform;
    if let Some(url) = change.callback_url {
        platform.callback_url = url;
    }
    if let Some(mode) = change.mode {
        platform.mode = mode;
    }
    if let Some(milliseconds) = change.retry_timeout_ms {
        platform.retry_timeout = Duration::from_millis(milliseconds);
    }
    if let Some(reports) = change.report_templates {
        platform.reports_templates = reports;
    }
    if let Some(templates) = change.templates {
        platform.templates = templates;
    }
    if let Some(tags) = change.tags {
        platform.tags = tags;
    }
}

/// `GET /control/settings`
pub async fn settings(world: Data<World>) -> HttpResponse {
    HttpResponse::Ok().json(world.with(|state| shown(&world, state)))
}

fn shown(world: &World, state: &State) -> Value {
    let platform = &state.platform;
    json!({
        "appId": world.account.app_id,
        "originalId": world.account.original_id,
        "callbackUrl": platform.callback_url,
        "mode": platform.mode,
        "retryTimeoutMs": u64::try_from(platform.retry_timeout.as_millis()).unwrap_or(u64::MAX),
        "reportTemplates": platform.reports_templates,
        "templates": platform.templates,
        "tags": platform.tags,
        "clockOffsetSeconds": state.clock.offset(),
    })
}

/// `POST /control/reset`
pub async fn reset(world: Data<World>) -> HttpResponse {
    world.with(State::reset);
    HttpResponse::NoContent().finish()
}
