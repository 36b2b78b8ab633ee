//! Templates of subscribe notifications: choose from the public catalogue, list, delete.

use serde_json::{Value, json};

use super::catalogue::{self, CATEGORIES, Entry, TEMPLATES};
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_AND_MINI};
use crate::api::fields;
use crate::state::template_book::Template;

/// Management of subscribe notifications.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_AND_MINI, "/wxaapi/newtmpl/addtemplate", add),
    Endpoint::post(OFFICIAL_AND_MINI, "/wxaapi/newtmpl/deltemplate", delete),
    Endpoint::get(OFFICIAL_AND_MINI, "/wxaapi/newtmpl/gettemplate", list),
    Endpoint::get(OFFICIAL_AND_MINI, "/wxaapi/newtmpl/getcategory", categories),
    Endpoint::get(OFFICIAL_AND_MINI, "/wxaapi/newtmpl/getpubtemplatetitles", titles),
    Endpoint::get(OFFICIAL_AND_MINI, "/wxaapi/newtmpl/getpubtemplatekeywords", keywords),
];

const KEYWORDS: std::ops::RangeInclusive<usize> = 2..=5;
/// Characters of `sceneDesc`.
const LONGEST_SCENE: usize = 15;
const MOST_TEMPLATES: usize = 25;
const LARGEST_PAGE: usize = 30;
const ID_LENGTH: usize = 43;
/// One-time subscription, the only kind most accounts may have.
const ONE_TIME: i64 = 2;

fn add(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let entry = fields::number(&body, "tid").and_then(catalogue::by_tid);
    let entry = entry.ok_or_else(|| Refusal::new(200_014))?;
    let ids: Option<Vec<i64>> =
        fields::list(&body, "kidList").map(|ids| ids.iter().filter_map(fields::whole).collect());
    let ids = ids.filter(|ids| KEYWORDS.contains(&ids.len()));
    let keywords = ids.and_then(|ids| entry.choose_ids(&ids));
    let keywords = keywords.ok_or_else(|| Refusal::new(200_020))?;
    if fields::text(&body, "sceneDesc").chars().count() > LONGEST_SCENE {
        return Err(Refusal::new(200_021));
    }
    if call.account().official.subscribe_templates.count() >= MOST_TEMPLATES {
        return Err(Refusal::new(200_012));
    }
    let id = call.state.chance.name(ID_LENGTH);
    let template = Template {
        title: entry.title.to_owned(),
        content: catalogue::content(&keywords),
        example: catalogue::example(&keywords),
    };
    call.account_mut()
        .official
        .subscribe_templates
        .add(id.clone(), template);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "ok", "priTmplId": id})))
}

fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let templates = &mut call.account_mut().official.subscribe_templates;
    if templates.remove(fields::text(&body, "priTmplId")) {
        Ok(Done::ok())
    } else {
        Err(Refusal::new(40037))
    }
}

fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let templates = call.account().official.subscribe_templates.iter();
    let shown = templates.map(|(id, template)| {
        json!({
            "priTmplId": id,
            "title": template.title,
            "content": template.content,
            "example": template.example,
            "type": ONE_TIME,
        })
    });
    Ok(data(&shown.collect::<Vec<_>>()))
}

fn data(items: &[Value]) -> Done {
    Done::read(json!({"errcode": 0, "errmsg": "ok", "data": items}))
}

fn counted(count: usize, items: &[Value]) -> Done {
    Done::read(json!({"errcode": 0, "errmsg": "ok", "count": count, "data": items}))
}

fn categories(_call: &mut Call<'_>) -> Result<Done, Refusal> {
    let shown = CATEGORIES.iter().map(|(id, name)| json!({"id": id, "name": name}));
    Ok(data(&shown.collect::<Vec<_>>()))
}

fn titles(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let ids = call.parameter("ids").unwrap_or_default();
    let ids = ids.split(',').map(|id| id.trim().parse::<i64>());
    let ids = ids.collect::<Result<Vec<_>, _>>().map_err(|_| Refusal::new(200_016))?;
    let number = |name| call.parameter(name).and_then(|value| value.parse::<usize>().ok());
    let start = number("start").ok_or_else(|| Refusal::new(200_017))?;
    let limit = number("limit").filter(|limit| (1..=LARGEST_PAGE).contains(limit));
    let limit = limit.ok_or_else(|| Refusal::new(200_018))?;
    let fitting: Vec<&Entry> = TEMPLATES.iter().filter(|entry| ids.contains(&entry.category)).collect();
    let page = fitting.iter().skip(start).take(limit).map(|entry| {
        json!({"tid": entry.tid, "title": entry.title, "type": ONE_TIME, "categoryId": entry.category.to_string()})
    });
    Ok(counted(fitting.len(), &page.collect::<Vec<_>>()))
}

fn keywords(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let tid = call.parameter("tid").and_then(|tid| tid.parse().ok());
    let entry = tid.and_then(catalogue::by_tid).ok_or_else(|| Refusal::new(200_014))?;
    let shown: Vec<Value> = entry
        .keywords
        .iter()
        .map(|keyword| {
            json!({"kid": keyword.id, "name": keyword.name, "example": keyword.example, "rule": keyword.rule})
        })
        .collect();
    Ok(counted(shown.len(), &shown))
}
