//! What happens to messages of an app afterwards: taken back, changed, counted.

use serde_json::{Map, Value, json};

use super::cards;
use super::recipients;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::state::beijing_day;
use crate::state::chat::ChatBody;

/// Afterwards.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(WECOM, "/cgi-bin/message/recall", recall),
    Endpoint::post(WECOM, "/cgi-bin/message/update_template_card", update_card),
    Endpoint::post(WECOM, "/cgi-bin/message/update_taskcard", update_task),
    Endpoint::post(WECOM, "/cgi-bin/message/get_statistics", statistics),
];

/// Seconds in which a message can be taken back.
const RECALL_SECONDS: i64 = 86_400;

/// Within a day, and only by the app that sent it.
fn recall(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let (agent, now) = (call.app()?, call.now());
    let msgid = fields::text(&body, "msgid").to_owned();
    let message = call.corp_mut().messages.sent.get_mut(&msgid);
    let message = message.filter(|message| message.agent_id == agent && now - message.at < RECALL_SECONDS);
    let message = message.ok_or_else(|| Refusal::new(40058))?;
    if std::mem::replace(&mut message.recalled, true) {
        return Ok(Done::ok());
    }
    for (user, line) in message.lines.clone() {
        let remark = ChatBody::Custom {
            msg_type: "recall".to_owned(),
            message: json!({ "msgid": msgid }),
        };
        call.state.show_instead(call.id, &user, line, remark);
    }
    Ok(Done::ok())
}

/// Changes the button of a card, or the whole card. The code works once.
fn update_card(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.request.unescaped_object()?;
    let agent = call.named_app(&body)?;
    let change = card_change(&body)?;
    let recipients = recipients::read_lists(call, &body)?;
    let now = call.now();
    let messages = &mut call.corp_mut().messages;
    let code = messages.response_codes.get_mut(fields::text(&body, "response_code"));
    let code = code.filter(|code| code.agent_id == agent && !code.used && code.expires_at > now);
    let code = code.ok_or_else(|| Refusal::with(40058, "invalid response_code"))?;
    code.used = true;
    let msgid = code.msgid.clone();
    change_for(call, &msgid, &recipients.users, &change);
    let invalid = recipients.invalid_users;
    Ok(Done::changed(
        json!({"errcode": 0, "errmsg": "ok", "invaliduser": invalid}),
    ))
}

fn card_change(body: &Map<String, Value>) -> Result<Value, Refusal> {
    if let Some(card) = fields::object(body, "template_card") {
        cards::check(card)?;
        return Ok(json!({ "template_card": card }));
    }
    let name = fields::object(body, "button").map(|button| fields::text(button, "replace_name"));
    match name.filter(|name| !name.is_empty()) {
        Some(name) => Ok(json!({"button": {"replace_name": name}})),
        None => Err(Refusal::with(40058, "button or template_card is missing")),
    }
}

fn change_for(call: &mut Call<'_>, msgid: &str, users: &[String], change: &Value) {
    for user in users {
        if let Some(message) = call.corp_mut().messages.sent.get_mut(msgid) {
            message.changed.insert(user.to_lowercase(), change.clone());
        }
        let line = ChatBody::Custom {
            msg_type: "card_update".to_owned(),
            message: json!({"msgid": msgid, "change": change}),
        };
        call.state.show(call.id, user, line, None);
    }
}

/// The older cards are changed by their task.
fn update_task(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let agent = call.named_app(&body)?;
    let recipients = recipients::read_lists(call, &body)?;
    let key = format!("{agent}/{}", fields::text(&body, "task_id"));
    let messages = &call.corp().messages;
    let msgid = messages.tasks.get(&key).cloned().ok_or_else(|| Refusal::new(42014))?;
    let message = messages
        .sent
        .get(&msgid)
        .filter(|message| message.msg_type == "taskcard");
    let message = message.ok_or_else(|| Refusal::new(42014))?;
    // The field was called `clicked_key` once, `replace_name` holds words.
    let clicked = fields::text(&body, "clicked_key");
    let mut buttons = message.content["btn"].as_array().into_iter().flatten();
    let button = buttons.find(|button| button["key"] == clicked).cloned();
    let button = button.ok_or_else(|| Refusal::with(40058, "invalid clicked_key"))?;
    change_for(call, &msgid, &recipients.users, &json!({ "clicked": button }));
    let invalid = recipients.invalid_users;
    Ok(Done::changed(
        json!({"errcode": 0, "errmsg": "ok", "invaliduser": invalid}),
    ))
}

/// How many people each app reached today or yesterday.
fn statistics(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let ago = match fields::number(&body, "time_type").unwrap_or_default() {
        ago @ 0..=1 => ago,
        _ => return Err(Refusal::new(40058)),
    };
    let day = beijing_day(call.now()) - ago;
    let own = call.app()?;
    let corp = call.corp();
    let count = corp
        .messages
        .reached
        .get(&format!("{own}/{day}"))
        .copied()
        .unwrap_or_default();
    let name = corp.agents.get(&own).map(|agent| fields::text(&agent.profile, "name"));
    let name = name.filter(|name| !name.is_empty()).unwrap_or("应用");
    let list = if count == 0 {
        json!([])
    } else {
        json!([{"agentid": own, "app_name": name, "count": count}])
    };
    Ok(Done::read(json!({"errcode": 0, "errmsg": "ok", "statistics": list})))
}
