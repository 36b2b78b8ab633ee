//! `POST /cgi-bin/message/subscribe/send`: subscribe messages (订阅消息), one for each consent.

use serde_json::Value;

use super::security::listed;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::common::template_fields;
use crate::api::endpoint::{Endpoint, MINI_PROGRAM};
use crate::api::fields;
use crate::api::official_account::subscribe::{agreed, reach, sent_event, show};
use crate::callback::Report;
use crate::state::template_book::Template;

/// Subscribe messages.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(MINI_PROGRAM, "/cgi-bin/message/subscribe/send", send)];

/// Uses one consent of the person (43101 without one); `subscribe_msg_sent_event` follows.
fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = fields::text(&body, "touser").to_owned();
    call.person(&open_id).ok_or_else(|| Refusal::new(40003))?;
    let template_id = fields::text(&body, "template_id").to_owned();
    let template = call.account().official.subscribe_templates.get(&template_id);
    let granted = &call.account().platform.templates;
    let is_granted = granted.as_ref().is_none_or(|known| known.contains(&template_id));
    if template_id.is_empty() || (template.is_none() && !is_granted) {
        return Err(Refusal::new(40037));
    }
    let page = match body.get("page") {
        None | Some(Value::Null) => "",
        Some(Value::String(page)) if page.is_empty() || call.has_page(page) => page,
        Some(_) => return Err(Refusal::new(41030)),
    };
    if !matches!(
        fields::text(&body, "miniprogram_state"),
        "" | "developer" | "trial" | "formal"
    ) {
        return Err(Refusal::new(40097));
    }
    let registered = template.map(Template::fields);
    let lines = template_fields::read(body.get("data"), registered.as_deref())?;
    if lines.iter().any(|line| listed(call, &line.value).is_some()) {
        return Err(Refusal::new(45168));
    }
    agreed(call, &open_id, &template_id)?;
    let message_id = call.state.chance.message_id();
    let content = template_fields::object(body.get("data"));
    reach(call, &open_id, &template_id, Value::Object(content), message_id);
    let target = Some(page.to_owned()).filter(|page| !page.is_empty());
    show(call, &open_id, template_id.clone(), target, lines);
    let report = Report::Event {
        open_id,
        message: sent_event(&template_id, message_id),
    };
    Ok(Done::ok().reporting([report]))
}
