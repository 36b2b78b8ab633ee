//! `GET /connect/oauth2/authorize`: the page on which a person agrees, and the way back to the product.

use crate::api::answer::{Answer, Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::callback::encoded;
use crate::state::account::Account;
use crate::state::oauth::{CODE_SECONDS, Decision, Grant, Lease};

/// Web authorisation.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::get(OFFICIAL_ACCOUNT, "/connect/oauth2/authorize", authorize).open()];

const LONGEST_STATE: usize = 128;
const CODE_LENGTH: usize = 32;
/// People offered on the page.
const MOST_OFFERED: usize = 50;

struct Wish {
    scope: String,
    redirect: reqwest::Url,
    state: String,
}

/// Sends the browser back at once when it is known whose it is (`?person=`, or what the control API decided); asks on a
/// page otherwise.
fn authorize(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let wish = match wish(call) {
        Ok(wish) => wish,
        Err(problem) => return Ok(Done::with(Answer::Page(page(&format!("<p>{problem}</p>"))))),
    };
    let decided = call.account().official.oauth.decision.clone();
    let decision = named(call).or(decided);
    let Some(decision) = decision.filter(|decision| call.person(&decision.open_id).is_some()) else {
        return Ok(Done::with(Answer::Page(question(call))));
    };
    let asks = wish.scope == "snsapi_userinfo";
    let mut target = wish.redirect;
    if asks && !decision.allow {
        target.query_pairs_mut().append_pair("state", &wish.state);
        return Ok(Done::with(Answer::Redirect(target.into())));
    }
    let code = grant(call, &wish.scope, &decision);
    target
        .query_pairs_mut()
        .append_pair("code", &code)
        .append_pair("state", &wish.state);
    Ok(Done {
        took_effect: true,
        ..Done::with(Answer::Redirect(target.into()))
    })
}

/// What the product asks for, or the words WeChat shows in place of a page.
fn wish(call: &Call<'_>) -> Result<Wish, &'static str> {
    let parameter = |name| call.parameter(name);
    if parameter("appid") != Some(call.account().identity.app_id.as_str()) {
        return Err("Appid 参数错误");
    }
    if parameter("response_type") != Some("code") {
        return Err("response_type 参数错误");
    }
    let scope = parameter("scope").filter(|scope| matches!(*scope, "snsapi_base" | "snsapi_userinfo"));
    let scope = scope.ok_or("Scope 参数错误或没有 Scope 权限")?;
    let state = parameter("state").unwrap_or_default();
    if state.len() > LONGEST_STATE || !state.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err("state 参数错误");
    }
    let redirect = parameter("redirect_uri").and_then(|address| reqwest::Url::parse(address).ok());
    let redirect = redirect.filter(|url| matches!(url.scheme(), "http" | "https") && is_trusted(call.account(), url));
    Ok(Wish {
        scope: scope.to_owned(),
        redirect: redirect.ok_or("redirect_uri 参数错误")?,
        state: state.to_owned(),
    })
}

fn is_trusted(account: &Account, url: &reqwest::Url) -> bool {
    let trusted = account.platform.oauth_domain.as_deref();
    trusted.is_none_or(|domain| url.host_str() == Some(domain))
}

/// The person that the page's links name.
pub fn named(call: &Call<'_>) -> Option<Decision> {
    Some(Decision {
        open_id: call.parameter("person")?.to_owned(),
        allow: call.parameter("decision") != Some("deny"),
        snapshot: call.parameter("snapshot") == Some("true"),
    })
}

fn grant(call: &mut Call<'_>, scope: &str, decision: &Decision) -> String {
    let code = call.state.chance.name(CODE_LENGTH);
    // On a snapshot page WeChat shows the product a virtual user, not the person.
    let open_id = if decision.snapshot {
        call.state.chance.open_id()
    } else {
        decision.open_id.clone()
    };
    let lease = Lease {
        grant: Grant {
            open_id,
            scope: scope.to_owned(),
            is_snapshot: decision.snapshot,
        },
        expires_at: call.now() + CODE_SECONDS,
        used: false,
    };
    call.account_mut().official.oauth.codes.insert(code.clone(), lease);
    code
}

/// Asks whose browser it is.
pub fn question(call: &Call<'_>) -> String {
    let mut query: Vec<String> = call
        .request
        .query
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    query.sort();
    let query = query.join("&amp;");
    // The phone's script takes over: it knows whose phone it is, and asks as WeChat does. The links work without it.
    let people = call.account().people.list().iter().rev().take(MOST_OFFERED);
    let rows = people.map(|person| {
        let link = |label: &str, decision: &str| {
            let id = encoded(&person.open_id);
            format!(r#" <a href="?{query}&amp;person={id}{decision}">{label}</a>"#)
        };
        let (allow, deny) = (link("允许", ""), link("拒绝", "&amp;decision=deny"));
        format!("<li>{}{allow}{deny}</li>", escaped(&person.nickname))
    });
    let rows: String = rows.collect();
    page(&format!(
        "<main id=\"login\"><h1>谁在使用微信？</h1><ul>{rows}</ul></main>\
         <script type=\"module\" src=\"/phone/authorize.js\"></script>"
    ))
}

/// A page of the platform.
pub fn page(inner: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>微信</title>\
         <link rel=\"stylesheet\" href=\"/phone/base.css\"></head><body class=\"login\">{inner}</body></html>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
