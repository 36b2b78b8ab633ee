//! Tags of people: give, take, look at.

use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::state::people::Person;

/// Tags of followers.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/members/batchtagging", add),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/members/batchuntagging", remove),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/getidlist", ids),
];

const MOST_PEOPLE: usize = 50;
const MOST_TAGS: usize = 20;
/// WeChat's own tags (black list, starred, …).
pub const SYSTEM_TAGS: std::ops::RangeInclusive<i64> = 0..=2;

/// Whether a tag can be given: one the account made, or one the settings name; when they name none, any that was not
/// deleted.
#[must_use]
pub fn exists(call: &Call<'_>, tag: i64) -> bool {
    let account = call.account();
    let book = &account.official.tags;
    let is_granted = match &account.platform.tags {
        Some(known) => known.contains(&tag),
        None => tag > 0 && !book.ever_had(tag),
    };
    SYSTEM_TAGS.contains(&tag) || is_granted || book.has(tag)
}

/// Gives people a tag. Those who have twenty already fail, the others get it (45059 when all fail, 45171 when some do).
fn add(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let (people, tag) = people_and_tag(call, &call.object()?)?;
    let is_full = |open_id: &String| {
        call.person(open_id)
            .is_some_and(|person| !person.tags.contains(&tag) && person.tags.len() >= MOST_TAGS)
    };
    let (full, free): (Vec<_>, Vec<_>) = people.into_iter().partition(is_full);
    if free.is_empty() {
        return Err(Refusal::new(45059));
    }
    change_all(call, &free, |person| {
        if !person.tags.contains(&tag) {
            person.tags.push(tag);
            person.tags.sort_unstable();
        }
    });
    if full.is_empty() {
        Ok(Done::ok())
    } else {
        Err(Refusal::new(45171).and(json!({ "fail_openid_list": full })))
    }
}

/// Takes a tag from people.
fn remove(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let (people, tag) = people_and_tag(call, &call.object()?)?;
    change_all(call, &people, |person| person.tags.retain(|&had| had != tag));
    Ok(Done::ok())
}

fn ids(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let person = call.person(fields::text(&body, "openid"));
    let person = person.ok_or_else(|| Refusal::new(40003))?;
    Ok(Done::read(json!({ "tagid_list": person.tags })))
}

fn change_all(call: &mut Call<'_>, people: &[String], change: impl Fn(&mut Person)) {
    for open_id in people {
        call.state.change_person(call.id, open_id, &change);
    }
}

fn people_and_tag(call: &Call<'_>, body: &Map<String, Value>) -> Result<(Vec<String>, i64), Refusal> {
    let list = fields::list(body, "openid_list").ok_or_else(|| Refusal::new(40003))?;
    if list.is_empty() || list.len() > MOST_PEOPLE {
        return Err(Refusal::new(40032));
    }
    let tag = fields::number(body, "tagid").ok_or_else(|| Refusal::new(45159))?;
    if SYSTEM_TAGS.contains(&tag) {
        return Err(Refusal::new(45058));
    }
    if !exists(call, tag) {
        return Err(Refusal::new(45159));
    }
    let people = list
        .iter()
        .map(|open_id| known(call, open_id))
        .collect::<Option<Vec<_>>>();
    Ok((people.ok_or_else(|| Refusal::new(40003))?, tag))
}

fn known(call: &Call<'_>, open_id: &Value) -> Option<String> {
    let person = call.person(open_id.as_str()?)?;
    person.subscribed.then(|| person.open_id.clone())
}
