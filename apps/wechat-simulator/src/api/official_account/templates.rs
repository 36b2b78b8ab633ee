//! `POST /cgi-bin/message/template/send`: template messages.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::callback::Report;
use crate::state::chat::{ChatBody, TemplateField};
use crate::state::notices::NewNotice;
use crate::state::records::Channel;

/// Template messages.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/template/send", send)];

/// Sends a template message, once for each `client_msg_id` and person within ten minutes.
pub fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = call.follower(body.get("touser"))?;
    let template_id = known_template(call, &body)?;
    let data = body
        .get("data")
        .and_then(Value::as_object)
        .ok_or_else(|| Refusal::new(47003))?;
    let mut fields = data
        .iter()
        .map(|(name, field)| checked(name, field))
        .collect::<Result<Vec<_>, _>>()?;
    fields.sort_by_key(|field| number_in(&field.name));
    let client_msg_id = body
        .get("client_msg_id")
        .and_then(Value::as_str)
        .filter(|id| !id.is_empty());
    let now = call.now();
    let sends = &mut call.account_mut().client_message_ids;
    if let Some(message_id) = client_msg_id.and_then(|id| sends.find(&open_id, id, now)) {
        call.state.stats.suppressed_notices += 1;
        call.state.notices.suppress(message_id);
        return Ok(Done::read(answer(message_id)));
    }
    let message_id = call.state.chance.message_id();
    if let Some(id) = client_msg_id {
        let sends = &mut call.account_mut().client_message_ids;
        sends.remember(&open_id, id, message_id, now);
    }
    let account = Arc::clone(&call.account().name);
    call.state.stats.template_notices += 1;
    call.state.notices.record(NewNotice {
        account,
        open_id: open_id.clone(),
        channel: Channel::Template,
        client_msg_id: client_msg_id.map(str::to_owned),
        template_id: Some(template_id.clone()),
        content: Value::Object(data.clone()),
        msgid: Some(message_id),
    });
    call.state.show(
        call.id,
        &open_id,
        ChatBody::Template {
            template_id,
            url: target(&body),
            fields,
        },
        None,
    );
    let reports = call.account().platform.reports_templates;
    let report = reports.then_some(Report::Template { open_id, message_id });
    Ok(Done::changed(answer(message_id)).reporting(report))
}

fn answer(message_id: u64) -> Value {
    json!({"errcode": 0, "errmsg": "ok", "msgid": message_id})
}

fn known_template(call: &Call<'_>, body: &Map<String, Value>) -> Result<String, Refusal> {
    let id = body
        .get("template_id")
        .and_then(Value::as_str)
        .filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| Refusal::new(40037))?;
    match &call.account().platform.templates {
        Some(known) if !known.contains(id) => Err(Refusal::new(40037)),
        _ => Ok(id.to_owned()),
    }
}

/// `2` of `time2`: people read the fields in this order; names without a number keep theirs.
fn number_in(name: &str) -> Option<u32> {
    name.trim_start_matches(|character: char| !character.is_ascii_digit())
        .parse()
        .ok()
}

/// A mini program wins over an address.
fn target(body: &Map<String, Value>) -> Option<String> {
    let mini_program = body
        .get("miniprogram")
        .and_then(|page| page.get("appid"))
        .and_then(Value::as_str);
    let url = || body.get("url").and_then(Value::as_str);
    mini_program
        .or_else(url)
        .filter(|target| !target.is_empty())
        .map(str::to_owned)
}

fn checked(name: &str, field: &Value) -> Result<TemplateField, Refusal> {
    let value = match field.get("value") {
        Some(Value::String(value)) => value.clone(),
        Some(Value::Number(value)) => value.to_string(),
        _ => String::new(),
    };
    if obeys_its_type(name, &value) {
        return Ok(TemplateField {
            name: name.to_owned(),
            value,
        });
    }
    Err(Refusal::with(
        47003,
        format!("argument invalid! data.{name}.value invalid"),
    ))
}

/// The rules that a field's name implies, e.g. at most 20 characters for `thing3`. Names of older templates
/// (`first`, `keyword1`, `remark`) imply none.
fn obeys_its_type(name: &str, value: &str) -> bool {
    let characters = value.chars().count();
    let ascii_up_to = |most| value.is_ascii() && (1..=most).contains(&characters);
    match name.trim_end_matches(|digit: char| digit.is_ascii_digit()) {
        "thing" => (1..=20).contains(&characters),
        "number" => ascii_up_to(32) && value.parse::<f64>().is_ok(),
        "letter" => ascii_up_to(32) && value.bytes().all(|byte| byte.is_ascii_alphabetic()),
        "symbol" => (1..=5).contains(&characters),
        "character_string" => ascii_up_to(32),
        "phone_number" => ascii_up_to(17),
        "car_number" => (1..=8).contains(&characters),
        "name" => (1..=if value.is_ascii() { 20 } else { 10 }).contains(&characters),
        "phrase" => (1..=5).contains(&characters),
        "amount" => (1..=12).contains(&characters) && value.bytes().any(|byte| byte.is_ascii_digit()),
        "time" | "date" => value.bytes().any(|byte| byte.is_ascii_digit()),
        "const" | "enum" => characters > 0,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_obeys_the_type_in_its_name() {
        assert!(obeys_its_type("thing1", "春季市集春季市集春季市集春季市集春季市集"));
        assert!(!obeys_its_type("thing1", "春季市集春季市集春季市集春季市集春季市集!"));
        assert!(!obeys_its_type("thing2", ""));
        assert!(obeys_its_type("character_string3", "A-1"));
        assert!(!obeys_its_type("character_string3", "编号"));
        assert!(obeys_its_type("number4", "3.5"));
        assert!(!obeys_its_type("number4", "三"));
        assert!(!obeys_its_type("phrase5", "已经报名成功"));
        assert!(obeys_its_type("keyword1", ""));
    }
}
