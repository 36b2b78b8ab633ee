//! `POST /cgi-bin/tags/members/batchtagging` and `batchuntagging`.

use serde_json::{Map, Value};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::state::people::Person;

/// Tags of followers.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/members/batchtagging", add),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/members/batchuntagging", remove),
];

const MOST_PEOPLE: usize = 50;
const MOST_TAGS: usize = 20;
/// WeChat's own tags (black list, starred, …).
const SYSTEM_TAGS: std::ops::RangeInclusive<i64> = 0..=2;

/// Gives people a tag: all of them or none.
pub fn add(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let (people, tag) = people_and_tag(call, &call.object()?)?;
    let full = |open_id: &String| {
        call.person(open_id)
            .is_some_and(|person| !person.tags.contains(&tag) && person.tags.len() >= MOST_TAGS)
    };
    if people.iter().any(full) {
        return Err(Refusal::new(45059));
    }
    change_all(call, &people, |person| {
        if !person.tags.contains(&tag) {
            person.tags.push(tag);
            person.tags.sort_unstable();
        }
    });
    Ok(Done::ok())
}

/// Takes a tag from people.
pub fn remove(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let (people, tag) = people_and_tag(call, &call.object()?)?;
    change_all(call, &people, |person| person.tags.retain(|&had| had != tag));
    Ok(Done::ok())
}

fn change_all(call: &mut Call<'_>, people: &[String], change: impl Fn(&mut Person)) {
    for open_id in people {
        call.state.change_person(call.id, open_id, &change);
    }
}

fn people_and_tag(call: &Call<'_>, body: &Map<String, Value>) -> Result<(Vec<String>, i64), Refusal> {
    let list = body
        .get("openid_list")
        .and_then(Value::as_array)
        .ok_or_else(|| Refusal::new(40003))?;
    if list.is_empty() || list.len() > MOST_PEOPLE {
        return Err(Refusal::new(40032));
    }
    let tag = body.get("tagid").and_then(tag_id).ok_or_else(|| Refusal::new(45159))?;
    if SYSTEM_TAGS.contains(&tag) {
        return Err(Refusal::new(45058));
    }
    if call
        .account()
        .platform
        .tags
        .as_ref()
        .is_some_and(|known| !known.contains(&tag))
    {
        return Err(Refusal::new(45159));
    }
    let people = list
        .iter()
        .map(|open_id| known(call, open_id))
        .collect::<Option<Vec<_>>>();
    Ok((people.ok_or_else(|| Refusal::new(40003))?, tag))
}

fn tag_id(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn known(call: &Call<'_>, open_id: &Value) -> Option<String> {
    let person = call.person(open_id.as_str()?)?;
    person.subscribed.then(|| person.open_id.clone())
}
