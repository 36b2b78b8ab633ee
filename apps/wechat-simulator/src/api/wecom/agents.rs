//! Apps: how they are set up, their menus, and where the platform calls from.

use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;

/// Apps.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::get(WECOM, "/cgi-bin/agent/get", get),
    Endpoint::post(WECOM, "/cgi-bin/agent/set", set),
    Endpoint::post(WECOM, "/cgi-bin/menu/create", create_menu),
    Endpoint::get(WECOM, "/cgi-bin/menu/get", get_menu),
    Endpoint::get(WECOM, "/cgi-bin/menu/delete", delete_menu),
    Endpoint::get(WECOM, "/cgi-bin/getcallbackip", addresses),
    Endpoint::get(WECOM, "/cgi-bin/get_api_domain_ip", addresses),
];

/// What `agent/set` sets.
const PROFILE: &[&str] = &[
    "name",
    "description",
    "redirect_domain",
    "home_url",
    "report_location_flag",
    "isreportenter",
    "logo_mediaid",
];
const KINDS: &[&str] = &[
    "click",
    "view",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
    "view_miniprogram",
];
const MOST_BUTTONS: usize = 3;
const MOST_SUB_BUTTONS: usize = 5;
/// Bytes of the names of buttons and of those below.
const LONGEST_NAMES: [usize; 2] = [16, 40];
const LONGEST_KEY: usize = 128;
const LONGEST_URL: usize = 1024;

fn addresses(_call: &mut Call<'_>) -> Result<Done, Refusal> {
    Ok(Done::read(
        json!({"errcode": 0, "errmsg": "ok", "ip_list": ["127.0.0.1"]}),
    ))
}

/// The app in the query, which must be that of the token.
fn own(call: &Call<'_>) -> Result<i64, Refusal> {
    let own = call.app()?;
    let named: Option<i64> = call.parameter("agentid").and_then(|agent| agent.parse().ok());
    match named {
        None => Err(Refusal::new(40056)),
        Some(named) if named != own => Err(Refusal::new(301_002)),
        Some(_) => Ok(own),
    }
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let agent_id = own(call)?;
    let agent = call.corp().agents.get(&agent_id).cloned().unwrap_or_default();
    let visible = agent.visible.unwrap_or_default();
    let users: Vec<_> = visible.users.iter().map(|user| json!({ "userid": user })).collect();
    let parties = if visible.users.is_empty() && visible.departments.is_empty() && visible.tags.is_empty() {
        vec![1]
    } else {
        visible.departments
    };
    let mut answer = json!({
        "errcode": 0,
        "errmsg": "ok",
        "agentid": agent_id,
        "name": "应用",
        "square_logo_url": "",
        "description": "",
        "allow_userinfos": {"user": users},
        "allow_partys": {"partyid": parties},
        "allow_tags": {"tagid": visible.tags},
        "close": 0,
        "redirect_domain": "",
        "report_location_flag": 0,
        "isreportenter": 0,
        "home_url": "",
    });
    for (name, value) in agent.profile.iter().filter(|(name, _)| *name != "logo_mediaid") {
        answer[name] = value.clone();
    }
    Ok(Done::read(answer))
}

fn set(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.request.unescaped_object()?;
    let agent_id = call.named_app(&body)?;
    let logo = fields::text(&body, "logo_mediaid").to_owned();
    let now = call.now();
    if !logo.is_empty() && call.corp().media.get(&logo, now).is_none() {
        return Err(Refusal::new(40007));
    }
    let agent = call.corp_mut().agents.entry(agent_id).or_default();
    for name in PROFILE {
        if let Some(value) = body.get(*name) {
            agent.profile.insert((*name).to_owned(), value.clone());
        }
    }
    Ok(Done::ok())
}

fn create_menu(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let agent_id = own(call)?;
    let body = call.request.unescaped_object()?;
    let buttons = fields::list(&body, "button").unwrap_or_default();
    if !(1..=MOST_BUTTONS).contains(&buttons.len()) {
        return Err(Refusal::new(40016));
    }
    for button in buttons {
        let button = button.as_object().ok_or_else(|| Refusal::new(40016))?;
        name(button, LONGEST_NAMES[0])?;
        match fields::list(button, "sub_button") {
            None | Some([]) => action(button)?,
            Some(list) if list.len() > MOST_SUB_BUTTONS => return Err(Refusal::new(40023)),
            Some(list) => {
                for below in list {
                    let below = below.as_object().ok_or_else(|| Refusal::new(40023))?;
                    name(below, LONGEST_NAMES[1])?;
                    action(below)?;
                }
            }
        }
    }
    let menu = json!({ "button": buttons });
    call.corp_mut().agents.entry(agent_id).or_default().menu = Some(menu);
    Ok(Done::ok())
}

fn name(button: &Map<String, Value>, longest: usize) -> Result<(), Refusal> {
    let length = fields::text(button, "name").len();
    (1..=longest)
        .contains(&length)
        .then_some(())
        .ok_or_else(|| Refusal::new(40018))
}

fn action(button: &Map<String, Value>) -> Result<(), Refusal> {
    let kind = fields::text(button, "type");
    if !KINDS.contains(&kind) {
        return Err(Refusal::new(40017));
    }
    let length = |name| fields::text(button, name).len();
    match kind {
        "view" if !(1..=LONGEST_URL).contains(&length("url")) => Err(Refusal::new(40020)),
        "view" => Ok(()),
        "view_miniprogram" if length("appid") == 0 || length("pagepath") == 0 => Err(Refusal::new(40058)),
        "view_miniprogram" => Ok(()),
        _ if !(1..=LONGEST_KEY).contains(&length("key")) => Err(Refusal::new(40019)),
        _ => Ok(()),
    }
}

fn get_menu(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let agent_id = own(call)?;
    let menu = call.corp().agents.get(&agent_id).and_then(|agent| agent.menu.clone());
    let mut menu = menu.ok_or_else(|| Refusal::new(46003))?;
    menu["errcode"] = 0.into();
    menu["errmsg"] = "ok".into();
    Ok(Done::read(menu))
}

fn delete_menu(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let agent_id = own(call)?;
    call.corp_mut().agents.entry(agent_id).or_default().menu = None;
    Ok(Done::ok())
}
