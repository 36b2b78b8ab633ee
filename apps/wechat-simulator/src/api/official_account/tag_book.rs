//! Tags themselves (标签管理): create, list, rename, delete, and who has one.

use serde_json::{Map, Value, json};

use super::users;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;

/// Tags.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/create", create),
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/tags/get", get),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/update", update),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/tags/delete", delete),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/user/tag/get", people),
];

const MOST_TAGS: usize = 100;
/// Characters of a name.
const LONGEST_NAME: usize = 30;
const PAGE: usize = 10_000;
/// Followers a tag may have and still be deleted through the API (45057).
const MOST_PEOPLE_OF_A_DELETED: usize = 100_000;

fn create(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let tag = tag(&call.object()?)?;
    let name = name(call, &tag, None)?;
    if call.account().official.tags.count() >= MOST_TAGS {
        return Err(Refusal::new(45056));
    }
    let id = call.account_mut().official.tags.add(name.clone());
    Ok(Done::changed(json!({"tag": {"id": id, "name": name}})))
}

fn tag(body: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    fields::object(body, "tag").cloned().ok_or_else(|| Refusal::new(47001))
}

fn name(call: &Call<'_>, tag: &Map<String, Value>, own: Option<i64>) -> Result<String, Refusal> {
    let name = fields::text(tag, "name").trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Refusal::new(45158));
    }
    match call.account().official.tags.named(name) {
        Some(other) if Some(other) != own => Err(Refusal::new(45157)),
        _ => Ok(name.to_owned()),
    }
}

/// The tag's own id, which must be one that the account made.
fn own_id(call: &Call<'_>, tag: &Map<String, Value>) -> Result<i64, Refusal> {
    let id = fields::number(tag, "id").ok_or_else(|| Refusal::new(45159))?;
    if super::tags::SYSTEM_TAGS.contains(&id) {
        return Err(Refusal::new(45058));
    }
    let is_known = call.account().official.tags.has(id);
    is_known.then_some(id).ok_or_else(|| Refusal::new(45159))
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let account = call.account();
    let count = |id| {
        let people = account.people.list().iter();
        people.filter(|person| person.tags.contains(&id)).count()
    };
    let own = account.official.tags.iter();
    let shown = own.map(|(id, name)| json!({"id": id, "name": name, "count": count(id)}));
    let starred = json!({"id": 2, "name": "星标组", "count": count(2)});
    let tags: Vec<_> = std::iter::once(starred).chain(shown).collect();
    Ok(Done::read(json!({ "tags": tags })))
}

fn update(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let tag = tag(&call.object()?)?;
    let id = own_id(call, &tag)?;
    let name = name(call, &tag, Some(id))?;
    call.account_mut().official.tags.rename(id, name);
    Ok(Done::ok())
}

fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let tag = tag(&call.object()?)?;
    let id = own_id(call, &tag)?;
    let holders = call.account().people.list().iter();
    let holders: Vec<String> = holders
        .filter(|person| person.tags.contains(&id))
        .map(|person| person.open_id.clone())
        .collect();
    if holders.len() > MOST_PEOPLE_OF_A_DELETED {
        return Err(Refusal::new(45057));
    }
    for open_id in &holders {
        call.state
            .change_person(call.id, open_id, |person| person.tags.retain(|&tag| tag != id));
    }
    call.account_mut().official.tags.remove(id);
    Ok(Done::ok())
}

fn people(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let id = fields::number(&body, "tagid").ok_or_else(|| Refusal::new(45159))?;
    if !super::tags::exists(call, id) {
        return Err(Refusal::new(45159));
    }
    let after = fields::text(&body, "next_openid");
    if !after.is_empty() && call.person(after).is_none() {
        return Err(Refusal::new(40003));
    }
    let mut page = users::page(call.account().people.list(), after, PAGE, |person| {
        person.tags.contains(&id)
    });
    if let Some(page) = page.as_object_mut() {
        page.remove("total");
    }
    Ok(Done::read(page))
}
