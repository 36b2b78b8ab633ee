//! Custom menus (自定义菜单) and personalised ones (个性化菜单).

use serde_json::{Map, Value, json};

use super::menu_rules;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::state::menus::{MatchRule, Menu};

/// Menus.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/menu/create", create),
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/menu/get", get),
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/menu/delete", delete),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/menu/addconditional", add_conditional),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/menu/delconditional", delete_conditional),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/menu/trymatch", try_match),
    Endpoint::get(OFFICIAL_ACCOUNT, "/cgi-bin/get_current_selfmenu_info", current),
];

/// Match rules that WeChat no longer takes (65320).
const GONE_RULES: &[&str] = &["sex", "country", "province", "city", "language", "group_id"];

fn create(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let buttons = menu_rules::buttons(&call.request.unescaped_object()?)?;
    let menus = &mut call.account_mut().official.menus;
    let id = menus.next_id();
    menus.default = Some(Menu {
        id,
        buttons,
        rule: None,
    });
    Ok(Done::ok())
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let menus = &call.account().official.menus;
    let default = menus.default.as_ref().ok_or_else(|| Refusal::new(46003))?;
    let mut answer = json!({"menu": {"button": default.buttons, "menuid": default.id}});
    if !menus.conditional.is_empty() {
        let shown = menus
            .conditional
            .iter()
            .rev()
            .map(|menu| json!({"button": menu.buttons, "matchrule": menu.rule, "menuid": menu.id}));
        answer["conditionalmenu"] = shown.collect();
    }
    Ok(Done::read(answer))
}

fn delete(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let menus = &mut call.account_mut().official.menus;
    menus.default = None;
    menus.conditional.clear();
    Ok(Done::ok())
}

fn add_conditional(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.request.unescaped_object()?;
    let buttons = menu_rules::buttons(&body)?;
    let rule = rule(&body)?;
    if call.account().official.menus.default.is_none() {
        return Err(Refusal::new(65303));
    }
    let known = |tag: i64| super::tags::exists(call, tag);
    if rule.tag_id.is_some_and(|tag| !known(tag)) {
        return Err(Refusal::new(45159));
    }
    let menus = &mut call.account_mut().official.menus;
    let id = menus.next_id();
    menus.conditional.push(Menu {
        id,
        buttons,
        rule: Some(rule),
    });
    Ok(Done::changed(json!({"menuid": id.to_string()})))
}

fn rule(body: &Map<String, Value>) -> Result<MatchRule, Refusal> {
    let rule = fields::object(body, "matchrule").ok_or_else(|| Refusal::new(65304))?;
    let is_given = |name: &&str| rule.get(*name).is_some_and(|value| !value.is_null() && value != "");
    if GONE_RULES.iter().any(is_given) {
        return Err(Refusal::new(65320));
    }
    let number = |name| match rule.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(value) => fields::whole(value).map(Some).ok_or_else(|| Refusal::new(47001)),
    };
    let rule = MatchRule {
        tag_id: number("tag_id")?,
        client_platform_type: number("client_platform_type")?,
    };
    if rule == MatchRule::default() {
        return Err(Refusal::new(65304));
    }
    if rule.client_platform_type.is_some_and(|kind| !(1..=3).contains(&kind)) {
        return Err(Refusal::with(65315, "invalid client_platform_type"));
    }
    Ok(rule)
}

fn delete_conditional(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let id = fields::number(&body, "menuid").and_then(|id| u64::try_from(id).ok());
    let menus = &mut call.account_mut().official.menus;
    let place = menus.conditional.iter().position(|menu| Some(menu.id) == id);
    menus.conditional.remove(place.ok_or_else(|| Refusal::new(65301))?);
    Ok(Done::ok())
}

fn try_match(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let person = call
        .person(fields::text(&body, "user_id"))
        .filter(|person| person.subscribed)
        .ok_or_else(|| Refusal::new(65302))?;
    let menu = call.account().official.menus.seen_by(person);
    let menu = menu.ok_or_else(|| Refusal::new(46003))?;
    Ok(Done::read(json!({"button": menu.buttons})))
}

/// The menu in force, in a shape of its own: `sub_button` is an object with a `list`.
fn current(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let menu = call.account().official.menus.default.as_ref();
    let buttons: Vec<Value> = menu
        .map(|menu| menu.buttons.iter().map(with_list).collect())
        .unwrap_or_default();
    Ok(Done::read(json!({
        "is_menu_open": i32::from(menu.is_some()),
        "selfmenu_info": {"button": buttons},
    })))
}

fn with_list(button: &Value) -> Value {
    let mut shown = button.clone();
    let children = shown["sub_button"].take();
    match (shown.as_object_mut(), children) {
        (Some(shown), Value::Array(list)) if !list.is_empty() => {
            let list: Vec<_> = list.iter().map(with_list).collect();
            shown.insert("sub_button".to_owned(), json!({ "list": list }));
        }
        (Some(shown), _) => {
            shown.remove("sub_button");
        }
        _ => {}
    }
    shown
}
