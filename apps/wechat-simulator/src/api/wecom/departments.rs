//! `/cgi-bin/department/…`

use serde_json::{Map, Value, json};

use super::access::texts;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::state::corps::{Department, ROOT};

/// Departments.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(WECOM, "/cgi-bin/department/list", list),
    Endpoint::get(WECOM, "/cgi-bin/department/simplelist", simple_list),
    Endpoint::get(WECOM, "/cgi-bin/department/get", get),
    Endpoint::post(WECOM, "/cgi-bin/department/create", create),
    Endpoint::post(WECOM, "/cgi-bin/department/update", update),
    Endpoint::get(WECOM, "/cgi-bin/department/delete", delete),
];

const LONGEST_NAME: usize = 32;
const FORBIDDEN: &str = "\\:*?\"<>|";
const MOST_DEPARTMENTS: usize = 30_000;
const DEEPEST: usize = 15;
const LARGEST_ID: i64 = 4_294_967_295;

/// The department in the query and those below it that the token sees; all without one.
fn chosen(call: &mut Call<'_>) -> Result<Vec<Department>, Refusal> {
    let id = match call.parameter("id") {
        None => None,
        Some(id) => Some(id.parse::<i64>().map_err(|_| Refusal::new(60123))?),
    };
    let agent = call.agent();
    let corp = call.corp();
    if id.is_some_and(|id| !corp.departments.contains_key(&id)) {
        return Err(Refusal::new(60123));
    }
    let (visible, below) = (corp.visible_departments(agent), id.map(|id| corp.below(id)));
    let is_chosen = |department: &&Department| {
        visible.as_ref().is_none_or(|visible| visible.contains(&department.id))
            && below.as_ref().is_none_or(|below| below.contains(&department.id))
    };
    Ok(corp.departments.values().filter(is_chosen).cloned().collect())
}

fn list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.details_allowed()?;
    let list: Vec<_> = chosen(call)?.iter().map(shown).collect();
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "department": list})))
}

fn simple_list(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let chosen = chosen(call)?;
    let list = chosen
        .iter()
        .map(|department| json!({"id": department.id, "parentid": department.parent, "order": department.order}));
    let list: Vec<_> = list.collect();
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "department_id": list})))
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.details_allowed()?;
    let id = call.parameter("id").and_then(|id| id.parse::<i64>().ok());
    let chosen = chosen(call)?;
    let department = chosen.iter().find(|department| Some(department.id) == id);
    let department = department.ok_or_else(|| Refusal::new(60123))?;
    Ok(Done::read(
        json!({"errcode": 0, "errmsg": "ok", "department": shown(department)}),
    ))
}

fn shown(department: &Department) -> Value {
    json!({
        "id": department.id,
        "name": department.name,
        "name_en": department.name_en,
        "parentid": department.parent,
        "order": department.order,
        "department_leader": department.leaders,
    })
}

/// A name that may be used below this department.
fn name(call: &mut Call<'_>, body: &Map<String, Value>, parent: i64, own: Option<i64>) -> Result<String, Refusal> {
    let name = fields::text(body, "name");
    if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
        return Err(Refusal::new(60001));
    }
    if name.chars().any(|character| FORBIDDEN.contains(character)) {
        return Err(Refusal::new(60009));
    }
    let mut others = call.corp().departments.values();
    if others.any(|other| other.parent == parent && other.name == name && Some(other.id) != own) {
        return Err(Refusal::new(60008));
    }
    Ok(name.to_owned())
}

fn create(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.directory_only()?;
    let body = call.request.unescaped_object()?;
    let parent = fields::number(&body, "parentid").ok_or_else(|| Refusal::new(60004))?;
    if !call.corp().departments.contains_key(&parent) {
        return Err(Refusal::new(60004));
    }
    let name = name(call, &body, parent, None)?;
    let corp = call.corp_mut();
    if corp.departments.len() >= MOST_DEPARTMENTS {
        return Err(Refusal::new(60110));
    }
    if corp.depth(parent) >= DEEPEST {
        return Err(Refusal::new(71024));
    }
    let id = match body.get("id") {
        None | Some(Value::Null) => corp.departments.keys().next_back().map_or(ROOT, |last| last + 1),
        Some(id) => fields::whole(id)
            .filter(|id| (ROOT + 1..=LARGEST_ID).contains(id))
            .ok_or_else(|| Refusal::new(60123))?,
    };
    if corp.departments.contains_key(&id) {
        return Err(Refusal::new(60008));
    }
    let department = Department {
        id,
        name,
        name_en: fields::text(&body, "name_en").to_owned(),
        parent,
        order: fields::number(&body, "order").unwrap_or_default(),
        leaders: Vec::new(),
    };
    corp.departments.insert(id, department);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "created", "id": id})))
}

fn update(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.directory_only()?;
    let body = call.request.unescaped_object()?;
    let id = fields::number(&body, "id").ok_or_else(|| Refusal::new(60123))?;
    let old = call.corp().departments.get(&id).cloned();
    let mut department = old.ok_or_else(|| Refusal::new(60003))?;
    if let Some(parent) = fields::number(&body, "parentid") {
        let corp = call.corp();
        if !corp.departments.contains_key(&parent) || corp.below(id).contains(&parent) {
            return Err(Refusal::new(60004));
        }
        department.parent = parent;
    }
    if body.contains_key("name") {
        department.name = name(call, &body, department.parent, Some(id))?;
    }
    if body.contains_key("name_en") {
        fields::text(&body, "name_en").clone_into(&mut department.name_en);
    }
    department.order = fields::number(&body, "order").unwrap_or(department.order);
    if let Some(leaders) = fields::list(&body, "department_leader").and_then(texts) {
        department.leaders = leaders;
    }
    call.corp_mut().departments.insert(id, department);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "updated"})))
}

/// Not the root, and not one with members or departments.
fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.directory_only()?;
    let id: Option<i64> = call.parameter("id").and_then(|id| id.parse().ok());
    let id = id.ok_or_else(|| Refusal::new(60123))?;
    if id == ROOT {
        return Err(Refusal::new(60007));
    }
    let corp = call.corp_mut();
    if !corp.departments.contains_key(&id) {
        return Err(Refusal::new(60003));
    }
    if corp.departments.values().any(|other| other.parent == id) {
        return Err(Refusal::new(60006));
    }
    if corp.members.values().any(|member| member.departments.contains(&id)) {
        return Err(Refusal::new(60005));
    }
    corp.departments.remove(&id);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "deleted"})))
}
