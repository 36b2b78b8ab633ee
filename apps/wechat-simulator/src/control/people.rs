//! People: add, list, look at.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use serde_json::json;

use super::answer::ControlError;
use crate::state::State;
use crate::state::people::PersonSummary;
use crate::world::World;

const MOST_AT_ONCE: usize = 100_000;
const LONGEST_OPEN_ID: usize = 128;
const DEFAULT_PAGE: usize = 100;
const LARGEST_PAGE: usize = 10_000;

/// Body of `POST /control/people`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPerson {
    open_id: Option<String>,
    nickname: Option<String>,
    /// Follows already; the callback is not told.
    #[serde(default)]
    subscribed: bool,
    /// Adds that many, with open ids of their own.
    count: Option<usize>,
}

/// Adds one person or many; an open id that is there already returns its person.
pub async fn add(world: Data<World>, new: Json<NewPerson>) -> Result<HttpResponse, ControlError> {
    let new = new.into_inner();
    if let Some(count) = new.count {
        return add_many(&world, &new, count);
    }
    if new
        .open_id
        .as_ref()
        .is_some_and(|id| id.is_empty() || id.len() > LONGEST_OPEN_ID)
    {
        return Err(ControlError::Invalid("openId must have 1 to 128 bytes".to_owned()));
    }
    let person = world.with(|state| add_one(state, new.open_id, new.nickname, new.subscribed))?;
    Ok(HttpResponse::Created().json(person))
}

fn add_many(world: &World, new: &NewPerson, count: usize) -> Result<HttpResponse, ControlError> {
    if count > MOST_AT_ONCE || new.open_id.is_some() {
        return Err(ControlError::Invalid(
            "count must be at most 100000 and goes without openId".to_owned(),
        ));
    }
    let people = world.with(|state| {
        let one = |_| add_one(state, None, None, new.subscribed);
        (0..count).map(one).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(HttpResponse::Created().json(json!({ "items": people })))
}

fn add_one(
    state: &mut State,
    open_id: Option<String>,
    nickname: Option<String>,
    subscribed: bool,
) -> Result<PersonSummary, ControlError> {
    let now = state.clock.now();
    let open_id = state
        .add_person(open_id, nickname)
        .ok_or(ControlError::TooManyPeople)?
        .open_id
        .clone();
    let summary = state.change_person(&open_id, |person| {
        if subscribed && !person.subscribed {
            person.follow(None, now);
        }
        person.summary()
    });
    summary.ok_or(ControlError::UnknownPerson)
}

/// Query of `GET /control/people`.
#[derive(Debug, Deserialize)]
pub struct Listing {
    #[serde(default)]
    since: usize,
    limit: Option<usize>,
    /// The newest ones instead, newest first.
    #[serde(default)]
    newest: bool,
}

/// Everybody, a page at a time.
pub async fn list(world: Data<World>, query: Query<Listing>) -> HttpResponse {
    let limit = query.limit.unwrap_or(DEFAULT_PAGE).min(LARGEST_PAGE);
    world.with(|state| {
        let all = state.people.list();
        let items: Vec<_> = if query.newest {
            all.iter()
                .rev()
                .take(limit)
                .map(crate::state::people::Person::summary)
                .collect()
        } else {
            all.iter()
                .skip(query.since)
                .take(limit)
                .map(crate::state::people::Person::summary)
                .collect()
        };
        let next = query.since.saturating_add(items.len());
        let more = !query.newest && next < all.len();
        HttpResponse::Ok().json(json!({"items": items, "nextCursor": next, "more": more, "total": all.len()}))
    })
}

/// One person with chat and windows.
pub async fn show(world: Data<World>, open_id: Path<String>) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let person = state.people.get(&open_id).ok_or(ControlError::UnknownPerson)?;
        Ok(HttpResponse::Ok().json(person))
    })
}
