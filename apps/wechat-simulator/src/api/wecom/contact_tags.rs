//! Tags that a corp keeps for its external contacts (企业标签).

use serde_json::{Value, json};

use super::access::texts;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::state::contacts::{ContactTag, TagGroup};

/// Tags of contacts.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(WECOM, "/cgi-bin/externalcontact/get_corp_tag_list", list),
    Endpoint::post(WECOM, "/cgi-bin/externalcontact/add_corp_tag", add),
    Endpoint::post(WECOM, "/cgi-bin/externalcontact/edit_corp_tag", edit),
    Endpoint::post(WECOM, "/cgi-bin/externalcontact/del_corp_tag", delete),
];

const LONGEST_NAME: usize = 30;
const ID_LENGTH: usize = 32;
const MOST_TAGS: usize = 10_000;

fn shown(id: &str, group: &TagGroup, wanted: impl Fn(&str) -> bool) -> Value {
    let tags = group.tags.iter().filter(|(id, _)| wanted(id));
    let tags =
        tags.map(|(id, tag)| json!({"id": id, "name": tag.name, "create_time": tag.created_at, "order": tag.order}));
    json!({
        "group_id": id,
        "group_name": group.name,
        "create_time": group.created_at,
        "order": group.order,
        "tag": tags.collect::<Vec<_>>(),
    })
}

/// All, or those of some groups, or some.
fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let body = call.object()?;
    let wanted = |name: &str| fields::list(&body, name).and_then(texts).unwrap_or_default();
    let (tags, groups) = (wanted("tag_id"), wanted("group_id"));
    let known = call.corp().contacts.tag_groups.iter();
    let list = known.filter_map(|(id, group)| {
        let by_group = groups.contains(id) || (groups.is_empty() && tags.is_empty());
        let found = shown(id, group, |tag| by_group || tags.iter().any(|wanted| wanted == tag));
        let is_empty = found["tag"].as_array().is_none_or(Vec::is_empty);
        (by_group || !is_empty).then_some(found)
    });
    let list: Vec<_> = list.collect();
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "tag_group": list})))
}

fn name_of(value: &Value) -> Result<String, Refusal> {
    let name = value.as_str().unwrap_or_default();
    if (1..=LONGEST_NAME).contains(&name.chars().count()) {
        Ok(name.to_owned())
    } else {
        Err(Refusal::with(40058, "invalid name"))
    }
}

/// Adds tags to a group, which is found by its id or name, or made.
fn add(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let body = call.request.unescaped_object()?;
    let tags = fields::list(&body, "tag").filter(|tags| !tags.is_empty());
    let tags = tags.ok_or_else(|| Refusal::with(40058, "tag is missing"))?;
    let named = tags
        .iter()
        .map(|tag| Ok((name_of(&tag["name"])?, fields::whole(&tag["order"]))));
    let named: Vec<(String, Option<i64>)> = named.collect::<Result<_, Refusal>>()?;
    let now = call.now();
    let (given, group_name) = (fields::text(&body, "group_id").to_owned(), body.get("group_name"));
    let groups = &call.corp().contacts.tag_groups;
    if groups.values().map(|group| group.tags.len()).sum::<usize>() + named.len() > MOST_TAGS {
        return Err(Refusal::new(45029));
    }
    let id = if given.is_empty() {
        let name = name_of(group_name.unwrap_or(&Value::Null))?;
        let known = groups
            .iter()
            .find(|(_, group)| group.name == name)
            .map(|(id, _)| id.clone());
        known.unwrap_or_else(|| {
            let id = format!("et{}", call.state.chance.letters(ID_LENGTH));
            let group = TagGroup {
                name,
                created_at: now,
                order: fields::number(&body, "order").unwrap_or_default(),
                ..TagGroup::default()
            };
            call.corp_mut().contacts.tag_groups.insert(id.clone(), group);
            id
        })
    } else if groups.contains_key(&given) {
        given
    } else {
        return Err(Refusal::new(40068));
    };
    let ids: Vec<_> = named
        .iter()
        .map(|_| format!("et{}", call.state.chance.letters(ID_LENGTH)))
        .collect();
    let groups = &mut call.corp_mut().contacts.tag_groups;
    let group = groups.get_mut(&id).ok_or_else(|| Refusal::new(40068))?;
    if named
        .iter()
        .any(|(name, _)| group.tags.values().any(|tag| tag.name == *name))
    {
        return Err(Refusal::with(40071, "tag name exists"));
    }
    for ((name, order), id) in named.into_iter().zip(&ids) {
        let tag = ContactTag {
            name,
            created_at: now,
            order: order.unwrap_or_default(),
        };
        group.tags.insert(id.clone(), tag);
    }
    let told = shown(&id, group, |tag| ids.iter().any(|id| id == tag));
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "ok", "tag_group": told})))
}

/// Renames a tag or a group.
fn edit(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let body = call.request.unescaped_object()?;
    let id = fields::text(&body, "id").to_owned();
    let name = body.get("name").map(name_of).transpose()?;
    let order = fields::number(&body, "order");
    let groups = &mut call.corp_mut().contacts.tag_groups;
    let places = if let Some(group) = groups.get_mut(&id) {
        Some((&mut group.name, &mut group.order))
    } else {
        let tag = groups.values_mut().find_map(|group| group.tags.get_mut(&id));
        tag.map(|tag| (&mut tag.name, &mut tag.order))
    };
    let (old_name, old_order) = places.ok_or_else(|| Refusal::new(40068))?;
    *old_name = name.unwrap_or_else(|| old_name.clone());
    *old_order = order.unwrap_or(*old_order);
    Ok(Done::ok())
}

/// Removes tags and groups; a group without tags goes too.
fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let body = call.object()?;
    let list = |name: &str| fields::list(&body, name).and_then(texts).unwrap_or_default();
    let (tags, group_ids) = (list("tag_id"), list("group_id"));
    let contacts = &mut call.corp_mut().contacts;
    let is_unknown = tags.iter().any(|tag| contacts.tag(tag).is_none())
        || group_ids.iter().any(|id| !contacts.tag_groups.contains_key(id));
    if is_unknown || (tags.is_empty() && group_ids.is_empty()) {
        return Err(Refusal::new(40068));
    }
    contacts.tag_groups.retain(|id, group| {
        group.tags.retain(|tag, _| !tags.contains(tag));
        !group_ids.contains(id) && !group.tags.is_empty()
    });
    let gone = |id: &String| contacts.tag_groups.values().any(|group| group.tags.contains_key(id));
    for contact in contacts.people.values_mut() {
        for follow in contact.follows.values_mut() {
            follow.tags.retain(|tag| gone(tag));
        }
    }
    Ok(Done::ok())
}
