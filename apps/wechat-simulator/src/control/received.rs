//! What has happened: calls, notices, callbacks, codes, counters.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;
use serde_json::json;

use super::answer::ControlError;
use super::which::Which;
use crate::state::journal::Key;
use crate::world::World;

const DEFAULT_PAGE: usize = 1000;
const LARGEST_PAGE: usize = 10_000;

/// Query of the lists. `since` is the `nextCursor` of the page before.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    account: Option<String>,
    api: Option<String>,
    open_id: Option<String>,
    #[serde(default)]
    since: u64,
    limit: Option<usize>,
}

impl Listing {
    fn limit(&self) -> usize {
        self.limit.unwrap_or(DEFAULT_PAGE).clamp(1, LARGEST_PAGE)
    }

    fn keys(&self) -> Vec<Key> {
        let person = self.open_id.clone().map(Key::Person);
        let account = self.account.as_deref().map(|name| Key::Account(name.into()));
        person.into_iter().chain(account).collect()
    }
}

/// `GET /control/calls`
pub async fn calls(world: Data<World>, query: Query<Listing>) -> HttpResponse {
    let mut keys = query.keys();
    keys.extend(query.api.clone().map(Key::Api));
    HttpResponse::Ok().json(world.with(|state| state.calls.page(&keys, query.since, query.limit())))
}

/// `GET /control/notices`
pub async fn notices(world: Data<World>, query: Query<Listing>) -> HttpResponse {
    let keys = query.keys();
    HttpResponse::Ok().json(world.with(|state| state.notices.page(&keys, query.since, query.limit())))
}

/// `GET /control/callbacks`
pub async fn callbacks(world: Data<World>, query: Query<Listing>) -> HttpResponse {
    let keys = query.keys();
    HttpResponse::Ok().json(world.with(|state| state.callbacks.page(&keys, query.since, query.limit())))
}

/// `GET /control/exchanges`: the newest ones in full, oldest first.
pub async fn exchanges(world: Data<World>) -> HttpResponse {
    let items: Vec<_> = world.with(|state| state.exchanges().cloned().collect());
    HttpResponse::Ok().json(json!({ "items": items }))
}

/// `GET /control/codes`: newest first.
pub async fn codes(
    world: Data<World>,
    which: Query<Which>,
    query: Query<Listing>,
) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let now = state.clock.now();
        let account = which.find(state)?;
        let items: Vec<_> = state.accounts[account]
            .codes
            .newest(query.limit.unwrap_or(100).clamp(1, DEFAULT_PAGE))
            .into_iter()
            .map(|code| json!({"code": code, "expired": code.is_expired(now)}))
            .collect();
        Ok(HttpResponse::Ok().json(json!({ "items": items })))
    })
}

/// `GET /control/stats`
pub async fn stats(world: Data<World>) -> HttpResponse {
    world.with(|state| {
        HttpResponse::Ok().json(json!({
            "counters": state.stats,
            "people": state.accounts.iter().map(|(_, account)| account.people.list().len()).sum::<usize>(),
            "humans": state.humans.list().len(),
            "dropped": {
                "calls": state.calls.dropped(),
                "notices": state.notices.dropped(),
                "callbacks": state.callbacks.dropped(),
            },
        }))
    })
}
