//! URL schemes and URL links that open the program from outside of WeChat.

use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, MINI_PROGRAM};
use crate::api::fields;
use crate::state::mini::Link;

/// Links.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(MINI_PROGRAM, "/wxa/generatescheme", generate_scheme),
    Endpoint::post(MINI_PROGRAM, "/wxa/queryscheme", query_scheme),
    Endpoint::post(MINI_PROGRAM, "/wxa/generate_urllink", generate_link),
    Endpoint::post(MINI_PROGRAM, "/wxa/query_urllink", query_link),
];

const LONGEST_QUERY: usize = 1024;
const LONGEST_PATH: usize = 1024;
const SHORTEST_LIFE: i64 = 60;
const LONGEST_DAYS: i64 = 30;
const DAY: i64 = 86_400;

fn generate_scheme(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let target = fields::object(&body, "jump_wxa").cloned().unwrap_or_default();
    let expires = body.get("is_expire").is_none_or(|flag| flag != &Value::Bool(false));
    let link = link(call, &target, &body, expires)?;
    let address = format!("weixin://dl/business/?t={}", call.state.chance.letters(12));
    call.account_mut().mini.links.insert(address.clone(), link);
    Ok(Done::changed(
        json!({"errcode": 0, "errmsg": "ok", "openlink": address}),
    ))
}

fn generate_link(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let expires = body.get("is_expire").is_none_or(|flag| flag != &Value::Bool(false));
    let link = link(call, &body, &body, expires)?;
    let address = format!("https://wxaurl.cn/{}", call.state.chance.letters(11));
    call.account_mut().mini.links.insert(address.clone(), link);
    Ok(Done::changed(
        json!({"errcode": 0, "errmsg": "ok", "url_link": address}),
    ))
}

fn link(
    call: &Call<'_>,
    target: &Map<String, Value>,
    life: &Map<String, Value>,
    expires: bool,
) -> Result<Link, Refusal> {
    let (path, query) = (fields::text(target, "path"), fields::text(target, "query"));
    let version = match fields::text(target, "env_version") {
        "" | "release" => "release",
        version @ ("trial" | "develop") => version,
        _ => return Err(Refusal::new(40097)),
    };
    if version == "release" && !call.account().mini.console.published {
        return Err(Refusal::new(85079));
    }
    if path.len() > LONGEST_PATH || path.contains('?') || (!path.is_empty() && !call.has_page(path)) {
        return Err(Refusal::new(40165));
    }
    if query.len() > LONGEST_QUERY {
        return Err(Refusal::new(40212));
    }
    let now = call.now();
    Ok(Link {
        path: path.to_owned(),
        query: query.to_owned(),
        env_version: version.to_owned(),
        created_at: now,
        expires_at: Some(expiry(life, expires, now)?),
    })
}

/// A minute to thirty days from now; thirty days when nothing is said.
fn expiry(life: &Map<String, Value>, expires: bool, now: i64) -> Result<i64, Refusal> {
    let longest = now + LONGEST_DAYS * DAY;
    if !expires {
        return Ok(longest);
    }
    let expiry = match fields::number(life, "expire_type").unwrap_or_default() {
        0 => match life.get("expire_time") {
            None | Some(Value::Null) => longest,
            Some(time) => fields::whole(time).unwrap_or_default(),
        },
        1 => {
            let days = fields::number(life, "expire_interval").filter(|days| (1..=LONGEST_DAYS).contains(days));
            now + days.unwrap_or_default() * DAY
        }
        _ => return Err(Refusal::new(40097)),
    };
    if (now + SHORTEST_LIFE..=longest).contains(&expiry) {
        Ok(expiry)
    } else {
        Err(Refusal::new(85401))
    }
}

fn query_scheme(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let info = info(call, fields::text(&body, "scheme"))?;
    Ok(Done::read(
        json!({"errcode": 0, "errmsg": "ok", "scheme_info": info, "visit_openid": ""}),
    ))
}

fn query_link(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let info = info(call, fields::text(&body, "url_link"))?;
    Ok(Done::read(
        json!({"errcode": 0, "errmsg": "ok", "url_link_info": info, "visit_openid": ""}),
    ))
}

/// 85402 for a link that is unknown or has expired.
fn info(call: &Call<'_>, address: &str) -> Result<Value, Refusal> {
    let link = call.account().mini.links.get(address);
    let link = link.filter(|link| link.expires_at.is_none_or(|at| at > call.now()));
    let link = link.ok_or_else(|| Refusal::new(85402))?;
    Ok(json!({
        "appid": call.account().identity.app_id,
        "path": link.path,
        "query": link.query,
        "create_time": link.created_at,
        "expire_time": link.expires_at.unwrap_or_default(),
        "env_version": link.env_version,
    }))
}
