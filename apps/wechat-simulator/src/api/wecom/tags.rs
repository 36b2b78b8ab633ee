//! `/cgi-bin/tag/…`: tags of members.

use serde_json::{Map, Value, json};

use super::access::texts;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::state::corps::Tag;

/// Tags.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(WECOM, "/cgi-bin/tag/create", create),
    Endpoint::post(WECOM, "/cgi-bin/tag/update", update),
    Endpoint::get(WECOM, "/cgi-bin/tag/delete", delete),
    Endpoint::get(WECOM, "/cgi-bin/tag/list", list),
    Endpoint::get(WECOM, "/cgi-bin/tag/get", get),
    Endpoint::post(WECOM, "/cgi-bin/tag/addtagusers", add_users),
    Endpoint::post(WECOM, "/cgi-bin/tag/deltagusers", remove_users),
];

const LONGEST_NAME: usize = 32;
const MOST_TAGS: usize = 3000;
const MOST_USERS: usize = 1000;
const MOST_PARTIES: usize = 100;

fn name(call: &mut Call<'_>, body: &Map<String, Value>, own: Option<i64>) -> Result<String, Refusal> {
    let name = fields::text(body, "tagname");
    if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
        return Err(Refusal::with(40058, "invalid tagname"));
    }
    let mut others = call.corp().tags.iter();
    if others.any(|(id, tag)| tag.name == name && Some(*id) != own) {
        return Err(Refusal::with(40071, "tagname exists"));
    }
    Ok(name.to_owned())
}

fn create(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.request.unescaped_object()?;
    let name = name(call, &body, None)?;
    let tags = &mut call.corp_mut().tags;
    let next = tags.keys().next_back().map_or(1, |last| last + 1);
    let id = fields::number(&body, "tagid").unwrap_or(next);
    if id < 0 || tags.contains_key(&id) {
        return Err(Refusal::new(40068));
    }
    if tags.len() >= MOST_TAGS {
        return Err(Refusal::new(45029));
    }
    let tag = Tag { name, ..Tag::default() };
    tags.insert(id, tag);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "created", "tagid": id})))
}

fn tag_id(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<i64, Refusal> {
    let id = fields::number(body, "tagid").filter(|id| call.corp().tags.contains_key(id));
    id.ok_or_else(|| Refusal::new(40068))
}

fn in_query(call: &mut Call<'_>) -> Result<i64, Refusal> {
    let id: Option<i64> = call.parameter("tagid").and_then(|id| id.parse().ok());
    let id = id.filter(|id| call.corp().tags.contains_key(id));
    id.ok_or_else(|| Refusal::new(40068))
}

fn update(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.request.unescaped_object()?;
    let id = tag_id(call, &body)?;
    let name = name(call, &body, Some(id))?;
    if let Some(tag) = call.corp_mut().tags.get_mut(&id) {
        tag.name = name;
    }
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "updated"})))
}

fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let id = in_query(call)?;
    call.corp_mut().tags.remove(&id);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "deleted"})))
}

fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let tags = call.corp().tags.iter();
    let list: Vec<_> = tags
        .map(|(id, tag)| json!({"tagid": id, "tagname": tag.name}))
        .collect();
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "taglist": list})))
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let id = in_query(call)?;
    let corp = call.corp();
    let tag = corp.tags.get(&id).ok_or_else(|| Refusal::new(40068))?;
    let members = tag.users.iter().filter_map(|user| corp.members.get(user));
    let users: Vec<_> = members
        .map(|member| json!({"userid": member.userid, "name": member.name}))
        .collect();
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "tagname": tag.name,
        "userlist": users,
        "partylist": tag.parties,
    })))
}

fn add_users(call: &mut Call<'_>) -> Result<Done, Refusal> {
    change(call, true)
}

fn remove_users(call: &mut Call<'_>) -> Result<Done, Refusal> {
    change(call, false)
}

/// What is wrong is told: users as one text joined by bars, departments as an array. 40070 when all is wrong.
fn change(call: &mut Call<'_>, adds: bool) -> Result<Done, Refusal> {
    let body = call.object()?;
    let id = tag_id(call, &body)?;
    let users = fields::list(&body, "userlist").unwrap_or_default();
    let users = texts(users).ok_or_else(|| Refusal::with(40031, "invalid userlist"))?;
    let parties = fields::list(&body, "partylist").unwrap_or_default();
    let parties: Vec<i64> = parties.iter().filter_map(fields::whole).collect();
    if users.len() > MOST_USERS || parties.len() > MOST_PARTIES {
        return Err(Refusal::new(40032));
    }
    let corp = call.corp_mut();
    let (good, bad): (Vec<_>, Vec<_>) = users.into_iter().partition(|user| corp.member(user).is_some());
    let (good_parties, bad_parties): (Vec<_>, Vec<_>) = parties
        .into_iter()
        .partition(|party| corp.departments.contains_key(party));
    if good.is_empty() && good_parties.is_empty() {
        return Err(Refusal::new(40070));
    }
    if let Some(tag) = corp.tags.get_mut(&id) {
        for user in &good {
            let user = user.to_lowercase();
            if adds {
                tag.users.insert(user);
            } else {
                tag.users.remove(&user);
            }
        }
        for party in &good_parties {
            if adds {
                tag.parties.insert(*party);
            } else {
                tag.parties.remove(party);
            }
        }
    }
    let mut answer = json!({"errcode": 0, "errmsg": "ok"});
    if !bad.is_empty() {
        answer["invalidlist"] = bad.join("|").into();
    }
    if !bad_parties.is_empty() {
        answer["invalidparty"] = json!(bad_parties);
    }
    Ok(Done::changed(answer))
}
