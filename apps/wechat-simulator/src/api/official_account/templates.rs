//! `POST /cgi-bin/message/template/send`: template messages.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::common::template_fields;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::callback::Report;
use crate::state::chat::{ChatBody, TemplateField};
use crate::state::notices::NewNotice;
use crate::state::records::Channel;
use crate::state::template_book::Template;

/// Template messages.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/template/send", send)];

/// Sends a template message, once for each `client_msg_id` and person within ten minutes.
pub fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = call.follower(body.get("touser"))?;
    let template_id = known_template(call, &body)?;
    let (data, fields) = read_data(call, &body, &template_id)?;
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
        content: Value::Object(data),
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

fn read_data(
    call: &Call<'_>,
    body: &Map<String, Value>,
    template_id: &str,
) -> Result<(Map<String, Value>, Vec<TemplateField>), Refusal> {
    let template = call.account().official.templates.get(template_id);
    let registered = template.map(Template::fields);
    let data = body.get("data");
    let fields = template_fields::read(data, registered.as_deref())?;
    Ok((template_fields::object(data), fields))
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
    let account = call.account();
    let book = &account.official.templates;
    let is_granted = match &account.platform.templates {
        Some(known) => known.contains(id),
        None => !book.was_removed(id),
    };
    if is_granted || book.get(id).is_some() {
        Ok(id.to_owned())
    } else {
        Err(Refusal::new(40037))
    }
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
