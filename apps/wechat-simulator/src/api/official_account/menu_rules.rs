//! What a menu must look like.
//!
//! Limits: <https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu>; codes: the table of
//! global return codes.

use serde_json::{Map, Value, json};

use crate::api::answer::Refusal;
use crate::api::fields;

const MOST_BUTTONS: usize = 3;
const MOST_SUB_BUTTONS: usize = 5;
/// Bytes of a name in the first row.
const LONGEST_NAME: usize = 16;
/// Bytes of a name in the second row.
const LONGEST_SUB_NAME: usize = 60;
const LONGEST_KEY: usize = 128;
const LONGEST_URL: usize = 1024;
/// Hosts that all links of one menu may lead to.
const MOST_HOSTS: usize = 3;

/// The codes of one row.
struct Codes {
    kind: i64,
    name: i64,
    key: i64,
    url: i64,
    domain: i64,
}

const FIRST_ROW: Codes = Codes {
    kind: 40017,
    name: 40018,
    key: 40019,
    url: 40020,
    domain: 40055,
};
const SECOND_ROW: Codes = Codes {
    kind: 40024,
    name: 40025,
    key: 40026,
    url: 40027,
    domain: 40054,
};

/// The checked `button` array; every button has `sub_button`, as `menu/get` shows it.
///
/// # Errors
/// 40016 to 40027, 40054 and 40055 for buttons, 65316 for links to too many hosts.
pub fn buttons(body: &Map<String, Value>) -> Result<Vec<Value>, Refusal> {
    let buttons = fields::list(body, "button").ok_or_else(|| Refusal::new(40016))?;
    if buttons.is_empty() || buttons.len() > MOST_BUTTONS {
        return Err(Refusal::new(40016));
    }
    let checked = buttons.iter().map(first_row).collect::<Result<Vec<_>, _>>()?;
    let mut hosts: Vec<String> = checked.iter().flat_map(hosts).collect();
    hosts.sort();
    hosts.dedup();
    if body.contains_key("matchrule") && hosts.len() > MOST_HOSTS {
        return Err(Refusal::new(65316));
    }
    Ok(checked)
}

fn first_row(button: &Value) -> Result<Value, Refusal> {
    let button = button.as_object().ok_or_else(|| Refusal::new(40017))?;
    let children = match button.get("sub_button") {
        None | Some(Value::Null) => &[],
        Some(Value::Array(children)) => children.as_slice(),
        Some(_) => return Err(Refusal::new(40023)),
    };
    if children.len() > MOST_SUB_BUTTONS {
        return Err(Refusal::new(40023));
    }
    let name = named(button, LONGEST_NAME, FIRST_ROW.name)?;
    if children.is_empty() {
        return leaf(button, &FIRST_ROW, name);
    }
    let children = children.iter().map(second_row).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({"name": name, "sub_button": children}))
}

fn second_row(button: &Value) -> Result<Value, Refusal> {
    let button = button.as_object().ok_or_else(|| Refusal::new(40024))?;
    let has_children = fields::list(button, "sub_button").is_some_and(|children| !children.is_empty());
    if has_children {
        return Err(Refusal::new(40022));
    }
    let name = named(button, LONGEST_SUB_NAME, SECOND_ROW.name)?;
    leaf(button, &SECOND_ROW, name)
}

fn named(button: &Map<String, Value>, longest: usize, code: i64) -> Result<&str, Refusal> {
    let name = fields::text(button, "name");
    if name.is_empty() || name.len() > longest {
        return Err(Refusal::new(code));
    }
    Ok(name)
}

fn leaf(button: &Map<String, Value>, codes: &Codes, name: &str) -> Result<Value, Refusal> {
    let kind = fields::text(button, "type");
    let needed: &[&str] = match kind {
        "click" | "scancode_push" | "scancode_waitmsg" | "pic_sysphoto" | "pic_photo_or_album" | "pic_weixin"
        | "location_select" => &["key"],
        "view" => &["url"],
        "miniprogram" => &["url", "appid", "pagepath"],
        "media_id" | "view_limited" => &["media_id"],
        "article_id" | "article_view_limited" => &["article_id"],
        _ => return Err(Refusal::new(codes.kind)),
    };
    let mut checked = json!({"type": kind, "name": name, "sub_button": []});
    for &field in needed {
        let value = fields::text(button, field);
        check(field, value, codes)?;
        checked[field] = value.into();
    }
    Ok(checked)
}

fn check(field: &str, value: &str, codes: &Codes) -> Result<(), Refusal> {
    match field {
        "key" if value.is_empty() || value.len() > LONGEST_KEY => Err(Refusal::new(codes.key)),
        "url" if value.is_empty() || value.len() > LONGEST_URL => Err(Refusal::new(codes.url)),
        "url" if host(value).is_none() => Err(Refusal::new(codes.domain)),
        "media_id" if value.is_empty() => Err(Refusal::new(40007)),
        "appid" if value.is_empty() => Err(Refusal::new(40013)),
        "article_id" if value.is_empty() => Err(Refusal::new(53600)),
        _ if value.is_empty() => Err(Refusal::with(47001, format!("{field} missing"))),
        _ => Ok(()),
    }
}

fn host(url: &str) -> Option<String> {
    let url = reqwest::Url::parse(url).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.host_str().map(str::to_owned))?
}

fn hosts(button: &Value) -> Vec<String> {
    let own = button["url"].as_str().and_then(host);
    let children = button["sub_button"].as_array().into_iter().flatten();
    own.into_iter().chain(children.flat_map(hosts)).collect()
}
