//! `/cgi-bin/externalcontact/…`: external contacts (客户联系).

use serde_json::{Map, Value, json};

use super::access::texts;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::state::contacts::{Contact, Contacts, Follow};

/// External contacts.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(WECOM, "/cgi-bin/externalcontact/get_follow_user_list", members),
    Endpoint::get(WECOM, "/cgi-bin/externalcontact/list", list),
    Endpoint::get(WECOM, "/cgi-bin/externalcontact/get", get),
    Endpoint::post(WECOM, "/cgi-bin/externalcontact/batch/get_by_user", by_users),
    Endpoint::post(WECOM, "/cgi-bin/externalcontact/remark", remark),
    Endpoint::post(WECOM, "/cgi-bin/externalcontact/mark_tag", mark),
];

/// Followers in one answer.
const MOST_FOLLOWERS: usize = 500;
const MOST_USERS: usize = 100;
const LARGEST_PAGE: i64 = 100;
const USUAL_PAGE: i64 = 50;
const LONGEST_REMARK: usize = 20;
const LONGEST_DESCRIPTION: usize = 150;

fn members(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let corp = call.corp();
    let members = corp.contacts.members.iter().filter_map(|user| corp.members.get(user));
    let list: Vec<_> = members.map(|member| member.userid.as_str()).collect();
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "follow_user": list})))
}

/// 84061 for a member without contacts.
fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let user = call.parameter("userid").unwrap_or_default().to_lowercase();
    let corp = call.corp();
    if !corp.members.contains_key(&user) {
        return Err(Refusal::new(60111));
    }
    let people = corp.contacts.people.iter();
    let own = people.filter(|(_, contact)| contact.follows.contains_key(&user));
    let list: Vec<_> = own.map(|(id, _)| id.as_str()).collect();
    if list.is_empty() {
        return Err(Refusal::new(84061));
    }
    Ok(Done::read(
        json!({"errcode": 0, "errmsg": "ok", "external_userid": list}),
    ))
}

fn person(id: &str, contact: &Contact) -> Value {
    let mut shown = json!({
        "external_userid": id,
        "name": contact.name,
        "avatar": "",
        "type": contact.kind,
        "gender": contact.gender,
    });
    if let Some(union_id) = &contact.union_id {
        shown["unionid"] = union_id.as_str().into();
    }
    if let Some(company) = &contact.corp_name {
        shown["corp_name"] = company.as_str().into();
        shown["corp_full_name"] = company.as_str().into();
    }
    shown
}

fn follow(contacts: &Contacts, follow: &Follow) -> Value {
    let tags = follow.tags.iter().filter_map(|id| {
        let (_, group, tag) = contacts.tag(id)?;
        Some(json!({"group_name": group.name, "tag_name": tag.name, "tag_id": id, "type": 1}))
    });
    let mut shown = common(follow);
    shown["tags"] = tags.collect();
    shown
}

fn common(follow: &Follow) -> Value {
    let mut shown = json!({
        "userid": follow.userid,
        "remark": follow.remark,
        "description": follow.description,
        "createtime": follow.created_at,
        "remark_mobiles": follow.remark_mobiles,
        "add_way": follow.add_way,
        "oper_userid": follow.userid,
    });
    if !follow.remark_company.is_empty() {
        shown["remark_corp_name"] = follow.remark_company.as_str().into();
    }
    if !follow.state.is_empty() {
        shown["state"] = follow.state.as_str().into();
    }
    shown
}

/// With the members who have the contact, five hundred at a time.
fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let id = call.parameter("external_userid").unwrap_or_default().to_owned();
    let start = cursor(call.parameter("cursor").unwrap_or_default())?;
    let contacts = &call.corp().contacts;
    let contact = contacts.people.get(&id).ok_or_else(|| Refusal::new(40096))?;
    if contact.follows.is_empty() {
        return Err(Refusal::new(84061));
    }
    let page = contact.follows.values().skip(start).take(MOST_FOLLOWERS);
    let follows: Vec<_> = page.map(|one| follow(contacts, one)).collect();
    let mut answer = json!({
        "errcode": 0,
        "errmsg": "ok",
        "external_contact": person(&id, contact),
        "follow_user": follows,
    });
    if contact.follows.len() > start + MOST_FOLLOWERS {
        answer["next_cursor"] = (start + MOST_FOLLOWERS).to_string().into();
    }
    Ok(Done::read(answer))
}

fn cursor(text: &str) -> Result<usize, Refusal> {
    match text {
        "" => Ok(0),
        text => text.parse().map_err(|_| Refusal::with(40058, "invalid cursor")),
    }
}

/// The contacts of several members; each comes once for each member. 701008 when no member has a licence.
fn by_users(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let body = call.object()?;
    let users = fields::list(&body, "userid_list").and_then(texts);
    let users = users.filter(|users| (1..=MOST_USERS).contains(&users.len()));
    let users = users.ok_or_else(|| Refusal::with(40031, "invalid userid_list"))?;
    let limit = match body.get("limit") {
        None | Some(Value::Null) => USUAL_PAGE,
        Some(limit) => fields::whole(limit)
            .filter(|limit| (1..=LARGEST_PAGE).contains(limit))
            .ok_or_else(|| Refusal::new(40058))?,
    };
    let (limit, start) = (
        usize::try_from(limit).unwrap_or_default(),
        cursor(fields::text(&body, "cursor"))?,
    );
    let corp = call.corp();
    if users.iter().any(|user| corp.member(user).is_none()) {
        return Err(Refusal::new(60111));
    }
    let has_licence = |user: &String| corp.member(user).is_some_and(|member| member.licensed);
    let (licensed, unlicensed): (Vec<_>, Vec<_>) = users.into_iter().partition(has_licence);
    if licensed.is_empty() {
        return Err(Refusal::new(701_008));
    }
    let licensed: Vec<_> = licensed.iter().map(|user| user.to_lowercase()).collect();
    let rows = corp.contacts.people.iter().flat_map(|(id, contact)| {
        let own = licensed.iter().filter_map(|user| contact.follows.get(user));
        own.map(move |one| {
            let mut info = common(one);
            info["tag_id"] = json!(one.tags);
            json!({"external_contact": person(id, contact), "follow_info": info})
        })
    });
    let mut rows: Vec<_> = rows.skip(start).take(limit + 1).collect();
    let next = if rows.len() > limit {
        rows.pop();
        (start + limit).to_string()
    } else {
        String::new()
    };
    let mut answer = json!({"errcode": 0, "errmsg": "ok", "external_contact_list": rows, "next_cursor": next});
    if !unlicensed.is_empty() {
        answer["fail_info"] = json!({ "unlicensed_userid_list": unlicensed });
    }
    Ok(Done::read(answer))
}

/// What the member knows of the contact: 40096 for no contact, 84061 for somebody else's.
fn relation<'a>(call: &'a mut Call<'_>, body: &Map<String, Value>) -> Result<&'a mut Follow, Refusal> {
    let user = fields::text(body, "userid").to_lowercase();
    let corp = call.corp_mut();
    if !corp.members.contains_key(&user) {
        return Err(Refusal::new(60111));
    }
    let contact = corp.contacts.people.get_mut(fields::text(body, "external_userid"));
    let contact = contact.ok_or_else(|| Refusal::new(40096))?;
    contact.follows.get_mut(&user).ok_or_else(|| Refusal::new(84061))
}

fn remark(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let body = call.request.unescaped_object()?;
    let length = |name| fields::text(&body, name).chars().count();
    if length("remark") > LONGEST_REMARK || length("description") > LONGEST_DESCRIPTION {
        return Err(Refusal::with(40058, "remark or description is too long"));
    }
    let mobiles = fields::list(&body, "remark_mobiles").map(texts);
    let known = relation(call, &body)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    if let Some(remark) = text("remark") {
        remark.clone_into(&mut known.remark);
    }
    if let Some(description) = text("description") {
        description.clone_into(&mut known.description);
    }
    if let Some(company) = text("remark_company") {
        company.clone_into(&mut known.remark_company);
    }
    if let Some(mobiles) = mobiles {
        known.remark_mobiles = mobiles.ok_or_else(|| Refusal::new(40058))?;
    }
    Ok(Done::ok())
}

fn mark(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let body = call.object()?;
    let list = |name: &str| fields::list(&body, name).and_then(texts).unwrap_or_default();
    let (add, remove) = (list("add_tag"), list("remove_tag"));
    if add.is_empty() && remove.is_empty() {
        return Err(Refusal::with(40058, "add_tag and remove_tag are empty"));
    }
    let contacts = &call.corp().contacts;
    if add.iter().chain(&remove).any(|tag| contacts.tag(tag).is_none()) {
        return Err(Refusal::new(40068));
    }
    let known = relation(call, &body)?;
    known.tags.extend(add);
    for tag in remove {
        known.tags.remove(&tag);
    }
    Ok(Done::ok())
}
