//! Content security (内容安全): texts at once, pictures and sounds by an event.

use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, MINI_PROGRAM};
use crate::api::fields;
use crate::callback::Report;
use crate::jobs::media_checks::settle;
use crate::state::account::Product;
use crate::state::mini::MediaCheck;

/// Checks.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(MINI_PROGRAM, "/wxa/msg_sec_check", text),
    Endpoint::post(MINI_PROGRAM, "/wxa/media_check_async", media),
];

/// Characters.
const LONGEST_CONTENT: usize = 2500;
/// Seconds since the person last used the program.
const VISIT_SECONDS: i64 = 7200;
const SCENES: std::ops::RangeInclusive<i64> = 1..=4;
const NORMAL: i64 = 100;

/// The listed word that is in the text, and its label.
#[must_use]
pub fn listed(call: &Call<'_>, text: &str) -> Option<(String, i64)> {
    let words = &call.account().mini.console.words;
    let found = words.iter().find(|(word, _)| text.contains(word.as_str()));
    found.map(|(word, label)| (word.clone(), *label))
}

fn text(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let content = fields::text(&body, "content");
    if content.is_empty() {
        return Err(Refusal::new(44004));
    }
    if content.chars().count() > LONGEST_CONTENT {
        return Err(Refusal::new(45002));
    }
    if fields::number(&body, "version") != Some(2) {
        return match listed(call, content) {
            Some(_) => Err(Refusal::new(87014)),
            None => Ok(Done::read(json!({"errcode": 0, "errmsg": "ok"}))),
        };
    }
    visitor(call, &body)?;
    let texts = ["content", "title", "nickname", "signature"].map(|name| fields::text(&body, name));
    let found = texts.iter().find_map(|text| listed(call, text));
    let trace_id = trace_id(call);
    let (suggest, label) = match &found {
        Some((_, label)) => ("risky", *label),
        None => ("pass", NORMAL),
    };
    let mut keyword = json!({"strategy": "keyword", "errcode": 0, "suggest": suggest, "label": label});
    if let Some((word, _)) = &found {
        keyword["keyword"] = word.as_str().into();
        keyword["level"] = 20.into();
    }
    let model = json!({"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": 90});
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "result": {"suggest": suggest, "label": label},
        "detail": [model, keyword],
        "trace_id": trace_id,
    })))
}

/// Who wrote it, and where: 40003 or 43104 for a stranger, 61010 for somebody who was not here for two hours, 40129 for
/// an unknown scene.
fn visitor(call: &Call<'_>, body: &Map<String, Value>) -> Result<String, Refusal> {
    let open_id = fields::text(body, "openid");
    if call.person(open_id).is_none() {
        let elsewhere = call
            .state
            .accounts
            .find(|account| account.identity.product != Product::WeCom && account.people.knows(open_id));
        return Err(Refusal::new(if elsewhere.is_some() { 43104 } else { 40003 }));
    }
    if fields::number(body, "scene").is_none_or(|scene| !SCENES.contains(&scene)) {
        return Err(Refusal::new(40129));
    }
    let visit = call.account().mini.visits.get(open_id);
    if visit.is_none_or(|at| call.now() - at > VISIT_SECONDS) {
        return Err(Refusal::new(61010));
    }
    Ok(open_id.to_owned())
}

fn trace_id(call: &mut Call<'_>) -> String {
    let chance = &mut call.state.chance;
    [8, 8, 8].map(|length| chance.hex(length)).join("-")
}

/// The result arrives as `wxa_media_check`.
fn media(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let media_url = fields::text(&body, "media_url");
    if !media_url.starts_with("http://") && !media_url.starts_with("https://") {
        return Err(Refusal::with(40035, "invalid parameter media_url"));
    }
    if fields::number(&body, "media_type").is_none_or(|kind| !(1..=2).contains(&kind)) {
        return Err(Refusal::with(40035, "invalid parameter media_type"));
    }
    let version = fields::number(&body, "version").unwrap_or(1);
    let open_id = if version == 2 {
        visitor(call, &body)?
    } else {
        String::new()
    };
    let trace_id = trace_id(call);
    let check = MediaCheck {
        open_id,
        media_url: media_url.to_owned(),
        version,
        settled: false,
    };
    let mini = &mut call.account_mut().mini;
    mini.checks.insert(trace_id.clone(), check);
    let verdict = mini.console.media_check.clone();
    let answer = Done::changed(json!({"errcode": 0, "errmsg": "ok", "trace_id": trace_id}));
    if verdict.held {
        return Ok(answer);
    }
    let event = settle(call.state, call.id, &trace_id, &verdict);
    let open_id = crate::api::PLATFORM.to_owned();
    Ok(answer.reporting(event.map(|message| {
        if verdict.first {
            Report::First { open_id, message }
        } else {
            Report::Event { open_id, message }
        }
    })))
}
