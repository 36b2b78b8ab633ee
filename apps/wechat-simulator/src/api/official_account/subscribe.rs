//! Subscribe notifications (订阅通知): one agreed-to message each, and the older one-time subscription (一次性订阅).

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::common::template_fields;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::callback::{Field, Message, Report};
use crate::state::chat::{ChatBody, TemplateField};
use crate::state::notices::NewNotice;
use crate::state::records::Channel;
use crate::state::template_book::Template;

/// Sends of subscribe notifications.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/subscribe/bizsend", send),
    Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/template/subscribe", send_once),
];

/// Characters of the title of a one-time subscription.
const LONGEST_TITLE: usize = 15;
/// Characters of its text.
const LONGEST_CONTENT: usize = 200;
/// Scenes of one-time subscriptions.
const SCENES: std::ops::RangeInclusive<i64> = 0..=10_000;

/// Uses one consent of the person (43101 without one); `subscribe_msg_sent_event` follows.
fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = known(call, &body)?;
    let template_id = fields::text(&body, "template_id").to_owned();
    let template = call.account().official.subscribe_templates.get(&template_id);
    let is_granted = match &call.account().platform.templates {
        Some(known) => known.contains(&template_id),
        None => true,
    };
    if template_id.is_empty() || (template.is_none() && !is_granted) {
        return Err(Refusal::new(40037));
    }
    let registered = template.map(Template::fields);
    let lines = template_fields::read(body.get("data"), registered.as_deref())?;
    page(&body)?;
    agreed(call, &open_id, &template_id)?;
    let message_id = call.state.chance.message_id();
    let content = template_fields::object(body.get("data"));
    reach(call, &open_id, &template_id, Value::Object(content), message_id);
    show(call, &open_id, template_id.clone(), target(&body), lines);
    let report = Report::Event {
        open_id,
        message: sent_event(&template_id, message_id),
    };
    Ok(Done::ok().reporting([report]))
}

/// A page is an address, or a path of a mini program.
fn page(body: &Map<String, Value>) -> Result<(), Refusal> {
    let is_address = |page: &str| page.starts_with("http://") || page.starts_with("https://");
    match body.get("page") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::String(page)) if page.is_empty() || is_address(page) => Ok(()),
        Some(_) => Err(Refusal::new(41030)),
    }
}

/// `subscribe_msg_sent_event` of a message that arrived.
pub fn sent_event(template_id: &str, message_id: u64) -> Message {
    let entry = vec![
        Field::text("TemplateId", template_id),
        Field::text("MsgID", message_id.to_string()),
        Field::text("ErrorCode", "0"),
        Field::text("ErrorStatus", "success"),
    ];
    Message::event("subscribe_msg_sent_event")
        .with_group("SubscribeMsgSentEvent", vec![Field::group("List", entry)])
        .flat_in_json()
}

/// Uses the one consent that the person gave for this scene and template.
fn send_once(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = known(call, &body)?;
    let template_id = fields::text(&body, "template_id").to_owned();
    if template_id.is_empty() {
        return Err(Refusal::new(40037));
    }
    let scene = fields::number(&body, "scene").filter(|scene| SCENES.contains(scene));
    let scene = scene.ok_or_else(|| Refusal::with(47003, "argument invalid! scene"))?;
    let title = fields::text(&body, "title");
    if title.is_empty() || title.chars().count() > LONGEST_TITLE {
        return Err(Refusal::with(47003, "argument invalid! title"));
    }
    let content = body.get("data").and_then(|data| data.get("content"));
    let value = content.and_then(|content| content.get("value")).and_then(Value::as_str);
    let value = value.filter(|value| (1..=LONGEST_CONTENT).contains(&value.chars().count()));
    let value = value.ok_or_else(|| Refusal::with(47003, "argument invalid! data.content.value"))?;
    agreed(call, &open_id, &format!("{scene}/{template_id}"))?;
    let message_id = call.state.chance.message_id();
    let data = template_fields::object(body.get("data"));
    reach(call, &open_id, &template_id, Value::Object(data), message_id);
    let line = |name: &str, value: &str| TemplateField {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let lines = vec![line("title", title), line("content", value)];
    show(call, &open_id, template_id, target(&body), lines);
    Ok(Done::ok())
}

fn known(call: &Call<'_>, body: &Map<String, Value>) -> Result<String, Refusal> {
    let open_id = fields::text(body, "touser");
    let person = call.person(open_id).ok_or_else(|| Refusal::new(40003))?;
    Ok(person.open_id.clone())
}

/// Uses one consent.
///
/// # Errors
/// 43101 without one.
pub fn agreed(call: &mut Call<'_>, open_id: &str, key: &str) -> Result<(), Refusal> {
    let person = call.account_mut().people.get_mut(open_id);
    let agreed = person.is_some_and(|person| person.spend_consent(key));
    agreed.then_some(()).ok_or_else(|| Refusal::new(43101))
}

/// The message reaches the person.
pub fn reach(call: &mut Call<'_>, open_id: &str, template_id: &str, content: Value, message_id: u64) {
    let account = Arc::clone(&call.account().name);
    call.state.stats.subscribe_notices += 1;
    call.state.notices.record(NewNotice {
        account,
        open_id: open_id.to_owned(),
        channel: Channel::Subscribe,
        client_msg_id: None,
        template_id: Some(template_id.to_owned()),
        content,
        msgid: Some(message_id),
    });
}

/// The message is seen in the chat.
pub fn show(call: &mut Call<'_>, open_id: &str, template_id: String, url: Option<String>, lines: Vec<TemplateField>) {
    let line = ChatBody::Template {
        template_id,
        url,
        fields: lines,
    };
    call.state.show(call.id, open_id, line, None);
}

/// A mini program wins over an address.
fn target(body: &Map<String, Value>) -> Option<String> {
    let program = fields::object(body, "miniprogram").map(|program| fields::text(program, "appid"));
    let url = [fields::text(body, "page"), fields::text(body, "url")];
    let target = program.into_iter().chain(url).find(|target| !target.is_empty());
    target.map(str::to_owned)
}
