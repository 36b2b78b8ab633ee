//! `POST /cgi-bin/message/send`: messages of an app (应用消息).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::message_content::content;
use super::recipients::{self, Recipients};
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::state::app_messages::{AppMessage, ResponseCode};
use crate::state::beijing_day;
use crate::state::chat::ChatBody;
use crate::state::notices::NewNotice;
use crate::state::people::NewPerson;
use crate::state::records::Channel;

/// Sends.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(WECOM, "/cgi-bin/message/send", send)];

/// Seconds in which an identical request is one, when nothing is said.
const USUAL_INTERVAL: i64 = 1800;
const LONGEST_INTERVAL: i64 = 4 * 3600;
/// Seconds for which a card can be changed.
const RESPONSE_SECONDS: i64 = 72 * 3600;
/// People an app may reach in a day, for each member of the corp.
const A_DAY_EACH: u64 = 200;
const MSGID_LENGTH: usize = 64;

/// Reaches whom it can and says whom it could not reach.
fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.request.unescaped_object()?;
    let agent = call.named_app(&body)?;
    let recipients = recipients::read(call, &body)?;
    let content = content(call, &body)?;
    let now = call.now();
    let repeated = repeated(call, agent, &body)?;
    if let Some(msgid) = repeated {
        return Ok(Done::read(answer(&recipients, &msgid, None)));
    }
    count(call, agent, recipients.users.len())?;
    let msgid = call.state.chance.name(MSGID_LENGTH);
    let response_code = content.wants_callback.then(|| response_code(call, agent, &msgid));
    let messages = &mut call.corp_mut().messages;
    if fields::number(&body, "enable_duplicate_check") == Some(1) {
        messages.requests.insert(key(agent, &body), (now, msgid.clone()));
    }
    if let Some(task) = &content.task_id {
        messages.tasks.insert(format!("{agent}/{task}"), msgid.clone());
    }
    let mut reached = recipients.users.clone();
    reached.retain(|user| messages.passes(agent, &user.to_lowercase(), now));
    let mut lines = BTreeMap::new();
    for user in &reached {
        let line = reach(call, user, &content.msg_type, &content.message, Channel::App);
        lines.extend(line.map(|line| (user.clone(), line)));
    }
    let message = AppMessage {
        agent_id: agent,
        users: reached,
        msg_type: content.msg_type,
        content: content.message,
        at: now,
        recalled: false,
        lines,
        changed: BTreeMap::new(),
    };
    call.corp_mut().messages.sent.insert(msgid.clone(), message);
    let answer = answer(&recipients, &msgid, response_code);
    Ok(Done {
        took_effect: true,
        ..Done::read(answer)
    })
}

fn answer(recipients: &Recipients, msgid: &str, response_code: Option<String>) -> Value {
    let mut answer = json!({"errcode": 0, "errmsg": "ok", "msgid": msgid});
    if let Some(object) = answer.as_object_mut() {
        object.extend(recipients.told());
        object.extend(response_code.map(|code| ("response_code".to_owned(), code.into())));
    }
    answer
}

/// The message shows on the member's phone; answers the line.
pub fn reach(call: &mut Call<'_>, user: &str, msg_type: &str, message: &Value, channel: Channel) -> Option<u64> {
    let name = call.corp().member(user).map(|member| member.name.clone());
    let new = NewPerson {
        open_id: Some(user.to_owned()),
        nickname: name,
        ..NewPerson::default()
    };
    let open_id = call.state.add_person(call.id, new)?;
    let account = Arc::clone(&call.account().name);
    let content = if msg_type == "text" {
        message["content"].clone()
    } else {
        message.clone()
    };
    call.state.notices.record(NewNotice {
        account,
        open_id: open_id.clone(),
        channel,
        client_msg_id: None,
        template_id: None,
        content,
        msgid: None,
    });
    let line = ChatBody::Custom {
        msg_type: msg_type.to_owned(),
        message: message.clone(),
    };
    call.state.show(call.id, &open_id, line, None)
}

fn key(agent: i64, body: &Map<String, Value>) -> String {
    format!("{agent} {}", Value::Object(body.clone()))
}

/// The message that an identical request sent within the interval.
fn repeated(call: &mut Call<'_>, agent: i64, body: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    if fields::number(body, "enable_duplicate_check") != Some(1) {
        return Ok(None);
    }
    let interval = match body.get("duplicate_check_interval") {
        None | Some(Value::Null) => USUAL_INTERVAL,
        Some(interval) => fields::whole(interval)
            .filter(|interval| (1..=LONGEST_INTERVAL).contains(interval))
            .ok_or_else(|| Refusal::new(40058))?,
    };
    let now = call.now();
    let earlier = call.corp().messages.requests.get(&key(agent, body));
    let earlier = earlier.filter(|(at, _)| now - at < interval);
    Ok(earlier.map(|(_, msgid)| msgid.clone()))
}

/// 45009 beyond two hundred times the corp's members in a day.
fn count(call: &mut Call<'_>, agent: i64, people: usize) -> Result<(), Refusal> {
    let day = beijing_day(call.now());
    let corp = call.corp_mut();
    let members = corp.members.len() as u64;
    let reached = corp.messages.reached.entry(format!("{agent}/{day}")).or_default();
    if *reached + people as u64 > members * A_DAY_EACH {
        return Err(Refusal::new(45009));
    }
    *reached += people as u64;
    Ok(())
}

/// A code to change the card with, once.
pub fn response_code(call: &mut Call<'_>, agent: i64, msgid: &str) -> String {
    let code = call.state.chance.name(MSGID_LENGTH);
    let known = ResponseCode {
        agent_id: agent,
        msgid: msgid.to_owned(),
        expires_at: call.now() + RESPONSE_SECONDS,
        used: false,
    };
    call.corp_mut().messages.response_codes.insert(code.clone(), known);
    code
}
