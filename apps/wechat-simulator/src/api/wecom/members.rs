//! `/cgi-bin/user/…`: members.

use serde_json::{Map, Value, json};

use super::access::texts;
use super::member_fields::{shown, userid, write};
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::state::corps::Member;

/// Members.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(WECOM, "/cgi-bin/user/get", get),
    Endpoint::get(WECOM, "/cgi-bin/user/simplelist", simple_list),
    Endpoint::get(WECOM, "/cgi-bin/user/list", list),
    Endpoint::post(WECOM, "/cgi-bin/user/list_id", list_ids),
    Endpoint::post(WECOM, "/cgi-bin/user/create", create),
    Endpoint::post(WECOM, "/cgi-bin/user/update", update),
    Endpoint::get(WECOM, "/cgi-bin/user/delete", delete),
    Endpoint::post(WECOM, "/cgi-bin/user/batchdelete", delete_many),
];

const MOST_DELETED: usize = 200;
const LARGEST_PAGE: i64 = 10_000;
const MOST_MEMBERS: usize = 100_000;

/// A member that the token sees: 60111 for nobody, 60011 for somebody out of its range.
fn seen<'a>(call: &'a mut Call<'_>, userid: &str) -> Result<&'a Member, Refusal> {
    let agent = call.agent();
    let corp = call.corp();
    let member = corp.member(userid).ok_or_else(|| Refusal::new(60111))?;
    if corp.sees(agent, member) {
        Ok(member)
    } else {
        Err(Refusal::new(60011))
    }
}

fn hides_private(call: &mut Call<'_>) -> bool {
    call.agent().is_some() && call.corp().console.hides_private
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.details_allowed()?;
    let userid = call.parameter("userid").ok_or_else(|| Refusal::new(40003))?.to_owned();
    let hides = hides_private(call);
    let mut answer = shown(seen(call, &userid)?, hides);
    answer["errcode"] = 0.into();
    answer["errmsg"] = "ok".into();
    Ok(Done::read(answer))
}

/// The members of a department that the token sees: 60003 for none, 45029 when there are too many.
fn of_department(call: &mut Call<'_>) -> Result<Vec<Member>, Refusal> {
    call.details_allowed()?;
    let id: Option<i64> = call.parameter("department_id").and_then(|id| id.parse().ok());
    let id = id.ok_or_else(|| Refusal::new(60123))?;
    let with_children = call.parameter("fetch_child") == Some("1");
    let agent = call.agent();
    let corp = call.corp();
    if !corp.departments.contains_key(&id) {
        return Err(Refusal::new(60003));
    }
    let wanted = if with_children { corp.below(id) } else { [id].into() };
    let is_inside = |member: &&Member| member.departments.iter().any(|department| wanted.contains(department));
    let members = corp.members.values().filter(is_inside);
    let members: Vec<_> = members.filter(|member| corp.sees(agent, member)).cloned().collect();
    if members.len() > corp.console.list_limit {
        return Err(Refusal::with(45029, "the answer is too large"));
    }
    Ok(members)
}

fn simple_list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let members = of_department(call)?;
    let list = members
        .iter()
        .map(|member| json!({"userid": member.userid, "name": member.name, "department": member.departments}));
    let list: Vec<_> = list.collect();
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "userlist": list})))
}

fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let hides = hides_private(call);
    let members = of_department(call)?;
    let list: Vec<_> = members.iter().map(|member| shown(member, hides)).collect();
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "userlist": list})))
}

/// One row for each member and department.
fn list_ids(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.directory_only()?;
    let body = call.object()?;
    let limit = match body.get("limit") {
        None | Some(Value::Null) => LARGEST_PAGE,
        Some(limit) => fields::whole(limit)
            .filter(|limit| (1..=LARGEST_PAGE).contains(limit))
            .ok_or_else(|| Refusal::new(40058))?,
    };
    let limit = usize::try_from(limit).unwrap_or_default();
    let start = match fields::text(&body, "cursor") {
        "" => 0,
        cursor => usize::from_str_radix(cursor, 36).map_err(|_| Refusal::with(40058, "invalid cursor"))?,
    };
    let members = call.corp().members.values();
    let rows = members.flat_map(|member| {
        let departments = member.departments.iter();
        departments.map(|department| json!({"userid": member.userid, "department": department}))
    });
    let mut rows: Vec<_> = rows.skip(start).take(limit + 1).collect();
    let next = if rows.len() > limit {
        rows.pop();
        in_base_36(start + limit)
    } else {
        String::new()
    };
    Ok(Done::read(
        json!({"errcode": 0, "errmsg": "ok", "next_cursor": next, "dept_user": rows}),
    ))
}

fn in_base_36(mut number: usize) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        digits.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]);
        number /= 36;
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

fn create(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.directory_only()?;
    let body = call.request.unescaped_object()?;
    let userid = userid(&body, "userid")?;
    if call.corp().member(&userid).is_some() {
        return Err(Refusal::new(60102));
    }
    if call.corp().members.len() >= MOST_MEMBERS {
        return Err(Refusal::new(45029));
    }
    if fields::text(&body, "name").is_empty() {
        return Err(Refusal::new(60112));
    }
    if ["mobile", "email"]
        .iter()
        .all(|name| fields::text(&body, name).is_empty())
    {
        return Err(Refusal::new(60129));
    }
    let mut member = Member::new(&userid, "");
    // Nobody has accepted the invitation yet.
    member.status = 4;
    let corp = call.corp_mut();
    let made = write(corp, &mut member, &body)?;
    corp.members.insert(userid.to_lowercase(), member);
    let mut answer = json!({"errcode": 0, "errmsg": "created"});
    if !made.is_empty() {
        let list: Vec<_> = made
            .iter()
            .map(|id| json!({"id": id, "name": format!("部门 {id}")}))
            .collect();
        answer["created_department_list"] = json!({ "department_info": list });
    }
    Ok(Done::changed(answer))
}

fn update(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.directory_only()?;
    let body = call.request.unescaped_object()?;
    let known = call.corp().member(fields::text(&body, "userid")).cloned();
    let mut member = known.ok_or_else(|| Refusal::new(60111))?;
    let old = member.userid.to_lowercase();
    let new = renamed(call, &body, &old)?;
    let corp = call.corp_mut();
    write(corp, &mut member, &body)?;
    corp.members.remove(&old);
    member.userid = new.unwrap_or(member.userid);
    corp.members.insert(member.userid.to_lowercase(), member);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "updated"})))
}

fn renamed(call: &mut Call<'_>, body: &Map<String, Value>, old: &str) -> Result<Option<String>, Refusal> {
    if !body.contains_key("new_userid") {
        return Ok(None);
    }
    let new = userid(body, "new_userid")?;
    if new.to_lowercase() != old && call.corp().member(&new).is_some() {
        return Err(Refusal::new(60102));
    }
    Ok(Some(new))
}

fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.directory_only()?;
    let userid = call.parameter("userid").unwrap_or_default().to_lowercase();
    let removed = call.corp_mut().members.remove(&userid);
    removed.ok_or_else(|| Refusal::new(60111))?;
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "deleted"})))
}

/// All or nobody.
fn delete_many(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.directory_only()?;
    let body = call.object()?;
    let list = fields::list(&body, "useridlist").and_then(texts);
    let list = list.ok_or_else(|| Refusal::with(40031, "invalid userid list"))?;
    if list.is_empty() || list.len() > MOST_DELETED {
        return Err(Refusal::with(40032, "invalid userid list size"));
    }
    let corp = call.corp_mut();
    if list.iter().any(|userid| corp.member(userid).is_none()) {
        return Err(Refusal::new(60111));
    }
    for userid in list {
        corp.members.remove(&userid.to_lowercase());
    }
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "deleted"})))
}
