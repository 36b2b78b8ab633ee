//! Customer-service messages (客服消息) of mini programs.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, MINI_PROGRAM};
use crate::api::fields;
use crate::state::chat::ChatBody;
use crate::state::notices::NewNotice;
use crate::state::records::Channel;
use crate::state::windows::WindowRefusal;

/// Customer-service messages.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(MINI_PROGRAM, "/cgi-bin/message/custom/send", send),
    Endpoint::post(MINI_PROGRAM, "/cgi-bin/message/custom/business/typing", typing),
];

/// Bytes of a text.
const LONGEST_TEXT: usize = 2048;
/// The person must have been in touch within this many seconds.
const CONTACT_SECONDS: i64 = 30;
/// How long typing is shown.
const SHOWN_SECONDS: i64 = 15;

/// Sends a message if the person's windows allow it.
fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = fields::text(&body, "touser").to_owned();
    call.person(&open_id).ok_or_else(|| Refusal::new(40003))?;
    let (msg_type, message) = message(call, &body)?;
    let now = call.now();
    let person = call.account_mut().people.get_mut(&open_id);
    let person = person.ok_or_else(|| Refusal::new(40003))?;
    person.windows.spend(now).map_err(|refusal| match refusal {
        WindowRefusal::Closed => Refusal::new(45015),
        WindowRefusal::UsedUp => Refusal::new(45047),
    })?;
    person.typing_until = None;
    let content = if msg_type == "text" {
        message["content"].clone()
    } else {
        message.clone()
    };
    let account = Arc::clone(&call.account().name);
    call.state.stats.custom_notices += 1;
    call.state.notices.record(NewNotice {
        account,
        open_id: open_id.clone(),
        channel: Channel::Custom,
        client_msg_id: None,
        template_id: None,
        content,
        msgid: None,
    });
    let line = ChatBody::Custom { msg_type, message };
    call.state.show(call.id, &open_id, line, None);
    Ok(Done::ok())
}

fn message(call: &Call<'_>, body: &Map<String, Value>) -> Result<(String, Value), Refusal> {
    let msg_type = fields::text(body, "msgtype");
    let required: &[&str] = match msg_type {
        "text" => &["content"],
        "image" => &["media_id"],
        "link" => &["title", "description", "url", "thumb_url"],
        "miniprogrampage" => &["title", "pagepath", "thumb_media_id"],
        _ => return Err(Refusal::new(40008)),
    };
    let message = fields::object(body, msg_type).ok_or_else(|| Refusal::new(44004))?;
    if required.iter().any(|field| fields::text(message, field).is_empty()) {
        return Err(Refusal::new(44004));
    }
    if fields::text(message, "content").len() > LONGEST_TEXT {
        return Err(Refusal::new(45002));
    }
    let media = ["media_id", "thumb_media_id"].map(|name| fields::text(message, name));
    let is_missing = |id: &&str| !id.is_empty() && call.account().media.get(id, call.now()).is_none();
    if media.iter().any(is_missing) {
        return Err(Refusal::new(40007));
    }
    if msg_type == "miniprogrampage" && !call.has_page(fields::text(message, "pagepath")) {
        return Err(Refusal::new(41030));
    }
    Ok((msg_type.to_owned(), Value::Object(message.clone())))
}

fn typing(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = fields::text(&body, "touser").to_owned();
    let now = call.now();
    let begins = match fields::text(&body, "command") {
        "Typing" => true,
        "CancelTyping" => false,
        _ => return Err(Refusal::new(45072)),
    };
    let person = call.account_mut().people.get_mut(&open_id);
    let person = person.ok_or_else(|| Refusal::new(40003))?;
    if person.last_contact.is_none_or(|at| now - at > CONTACT_SECONDS) {
        return Err(Refusal::new(45080));
    }
    if begins && person.typing_until.is_some_and(|until| until > now) {
        return Err(Refusal::new(45081));
    }
    person.typing_until = begins.then_some(now + SHOWN_SECONDS);
    Ok(Done::ok())
}
