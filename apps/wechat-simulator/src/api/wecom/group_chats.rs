//! `/cgi-bin/externalcontact/groupchat/…`: groups with customers (客户群).

use serde_json::{Value, json};

use super::access::texts;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;

/// Groups with customers.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(WECOM, "/cgi-bin/externalcontact/groupchat/list", list),
    Endpoint::post(WECOM, "/cgi-bin/externalcontact/groupchat/get", get),
];

const LARGEST_PAGE: i64 = 1000;

fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let body = call.object()?;
    let limit = fields::number(&body, "limit").filter(|limit| (1..=LARGEST_PAGE).contains(limit));
    let limit = usize::try_from(limit.ok_or_else(|| Refusal::new(40058))?).unwrap_or_default();
    let start = match fields::text(&body, "cursor") {
        "" => 0,
        cursor => cursor.parse().map_err(|_| Refusal::with(40058, "invalid cursor"))?,
    };
    let filter = fields::object(&body, "owner_filter").and_then(|filter| texts(fields::list(filter, "userid_list")?));
    let is_wanted = |owner: &str| {
        let wanted = filter.as_ref();
        wanted.is_none_or(|wanted| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(owner)))
    };
    let groups = call
        .corp()
        .contacts
        .groups
        .iter()
        .filter(|(_, group)| is_wanted(&group.owner));
    let rows = groups.map(|(id, _)| json!({"chat_id": id, "status": 0}));
    let mut rows: Vec<_> = rows.skip(start).take(limit + 1).collect();
    let mut answer = json!({"errcode": 0, "errmsg": "ok"});
    if rows.len() > limit {
        rows.pop();
        answer["next_cursor"] = (start + limit).to_string().into();
    }
    answer["group_chat_list"] = rows.into();
    Ok(Done::read(answer))
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let body = call.object()?;
    let id = fields::text(&body, "chat_id");
    let corp = call.corp();
    let group = corp.contacts.groups.get(id).ok_or_else(|| Refusal::new(86003))?;
    let members = group.members.iter().map(|member| {
        // 1 a member of the corp, 2 an external contact.
        let kind = if corp.member(member).is_some() { 1 } else { 2 };
        let mut shown = json!({"userid": member, "type": kind, "join_time": group.created_at, "join_scene": 1});
        let contact = corp.contacts.people.get(member);
        if let Some(union_id) = contact.and_then(|contact| contact.union_id.as_ref()) {
            shown["unionid"] = union_id.as_str().into();
        }
        if fields::number(&body, "need_name") == Some(1) {
            let name = corp.member(member).map(|member| member.name.as_str());
            shown["name"] = json!(name.or_else(|| contact.map(|contact| contact.name.as_str())));
        }
        shown
    });
    let members: Vec<Value> = members.collect();
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "group_chat": {
            "chat_id": id,
            "name": group.name,
            "owner": group.owner,
            "create_time": group.created_at,
            "notice": "",
            "member_list": members,
            "admin_list": [],
        },
    })))
}
