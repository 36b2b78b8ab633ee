//! People: add, list, look at.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::ControlError;
use super::which::Which;
use crate::state::State;
use crate::state::accounts::AccountId;
use crate::state::people::{NewPerson, Person};
use crate::world::World;

const MOST_AT_ONCE: usize = 100_000;
const LONGEST_OPEN_ID: usize = 128;
const DEFAULT_PAGE: usize = 100;
const LARGEST_PAGE: usize = 10_000;

/// Body of `POST /control/people`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Addition {
    open_id: Option<String>,
    nickname: Option<String>,
    /// A human who is a person to another account already.
    human: Option<u64>,
    /// 1 iOS, 2 Android, 3 other.
    client_platform: Option<i64>,
    /// Follows already; the callback is not told.
    #[serde(default)]
    subscribed: bool,
    /// Adds that many, with open ids of their own.
    count: Option<usize>,
}

/// Adds one person or many; an open id that is there already returns its person.
pub async fn add(
    world: Data<World>,
    which: Query<Which>,
    addition: Json<Addition>,
) -> Result<HttpResponse, ControlError> {
    let addition = addition.into_inner();
    if let Some(count) = addition.count {
        return add_many(&world, &which, &addition, count);
    }
    if addition
        .open_id
        .as_ref()
        .is_some_and(|id| id.is_empty() || id.len() > LONGEST_OPEN_ID)
    {
        return Err(ControlError::Invalid("openId must have 1 to 128 bytes".to_owned()));
    }
    if addition
        .client_platform
        .is_some_and(|platform| !(1..=3).contains(&platform))
    {
        return Err(ControlError::Invalid("clientPlatform must be 1, 2 or 3".to_owned()));
    }
    let person = world.with(|state| {
        let account = which.find(state)?;
        let unknown = |human: u64| state.humans.get(human).is_none();
        if addition.human.is_some_and(unknown) {
            return Err(ControlError::UnknownHuman);
        }
        let new = NewPerson {
            open_id: addition.open_id,
            nickname: addition.nickname,
            human: addition.human,
        };
        let person = add_one(state, account, new, addition.subscribed)?;
        if let (Some(platform), Some(open_id)) = (addition.client_platform, person["openId"].as_str()) {
            state.change_person(account, open_id, |person| person.client_platform = platform);
        }
        Ok(person)
    })?;
    Ok(HttpResponse::Created().json(person))
}

fn add_many(world: &World, which: &Which, addition: &Addition, count: usize) -> Result<HttpResponse, ControlError> {
    if count > MOST_AT_ONCE || addition.open_id.is_some() || addition.human.is_some() {
        return Err(ControlError::Invalid(
            "count must be at most 100000 and goes without openId and human".to_owned(),
        ));
    }
    let people = world.with(|state| {
        let account = which.find(state)?;
        let one = |_| add_one(state, account, NewPerson::default(), addition.subscribed);
        (0..count).map(one).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(HttpResponse::Created().json(json!({ "items": people })))
}

fn add_one(state: &mut State, account: AccountId, new: NewPerson, subscribed: bool) -> Result<Value, ControlError> {
    let now = state.clock.now();
    let open_id = state.add_person(account, new).ok_or(ControlError::TooManyPeople)?;
    state.change_person(account, &open_id, |person| {
        if subscribed && !person.subscribed {
            person.follow(None, now);
        }
    });
    let person = state.accounts[account].people.get(&open_id);
    let person = person.ok_or(ControlError::UnknownPerson)?;
    Ok(summary(state, account, person))
}

fn summary(state: &State, account: AccountId, person: &Person) -> Value {
    let mut summary = json!(person.summary());
    summary["account"] = json!(state.accounts[account].name);
    summary
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

/// Everybody who is a person to the account, a page at a time.
pub async fn list(
    world: Data<World>,
    which: Query<Which>,
    query: Query<Listing>,
) -> Result<HttpResponse, ControlError> {
    let limit = query.limit.unwrap_or(DEFAULT_PAGE).min(LARGEST_PAGE);
    world.with(|state| {
        let account = which.find(state)?;
        let all = state.accounts[account].people.list();
        let show = |person| summary(state, account, person);
        let items: Vec<_> = if query.newest {
            all.iter().rev().take(limit).map(show).collect()
        } else {
            all.iter().skip(query.since).take(limit).map(show).collect()
        };
        let next = query.since.saturating_add(items.len());
        let more = !query.newest && next < all.len();
        Ok(HttpResponse::Ok().json(json!({"items": items, "nextCursor": next, "more": more, "total": all.len()})))
    })
}

/// One person with chat and windows, the union id, and the open ids in all accounts.
pub async fn show(
    world: Data<World>,
    open_id: Path<String>,
    which: Query<Which>,
) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let account = which.find_person(state, &open_id)?;
        let union_id = state.union_id(account, &open_id);
        let known = &state.accounts[account];
        let person = known.people.get(&open_id).ok_or(ControlError::UnknownPerson)?;
        let mut shown = json!(person);
        shown["account"] = json!(known.name);
        shown["unionId"] = json!(union_id);
        shown["openIds"] = json!(state.humans.get(person.human).map(|human| &human.open_ids));
        Ok(HttpResponse::Ok().json(shown))
    })
}
