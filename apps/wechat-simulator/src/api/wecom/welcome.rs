//! `POST /cgi-bin/externalcontact/send_welcome_msg`: greets a new contact, once and within twenty seconds.

use std::sync::Arc;

use serde_json::Value;

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::state::notices::NewNotice;
use crate::state::records::Channel;

/// Greetings.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(WECOM, "/cgi-bin/externalcontact/send_welcome_msg", send)];

/// Bytes of the text.
const LONGEST_TEXT: usize = 4000;
const MOST_ATTACHMENTS: usize = 9;

fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    call.contacts_allowed()?;
    let body = call.request.unescaped_object()?;
    let text = fields::object(&body, "text").map_or("", |text| fields::text(text, "content"));
    let attachments = fields::list(&body, "attachments").unwrap_or_default();
    if text.is_empty() && attachments.is_empty() {
        return Err(Refusal::new(44004));
    }
    if text.len() > LONGEST_TEXT || attachments.len() > MOST_ATTACHMENTS {
        return Err(Refusal::new(45002));
    }
    attachments
        .iter()
        .try_for_each(|attachment| checked(call, attachment))?;
    let now = call.now();
    let codes = &mut call.corp_mut().contacts.welcome_codes;
    let code = codes.get_mut(fields::text(&body, "welcome_code"));
    let code = code.ok_or_else(|| Refusal::new(41050))?;
    if code.used {
        return Err(Refusal::new(41051));
    }
    if code.expires_at <= now {
        return Err(Refusal::new(41050));
    }
    code.used = true;
    let open_id = code.external_userid.clone();
    let mut content = body.clone();
    content.remove("welcome_code");
    let account = Arc::clone(&call.account().name);
    call.state.notices.record(NewNotice {
        account,
        open_id,
        channel: Channel::Welcome,
        client_msg_id: None,
        template_id: None,
        content: Value::Object(content),
        msgid: None,
    });
    Ok(Done::ok())
}

fn checked(call: &mut Call<'_>, attachment: &Value) -> Result<(), Refusal> {
    let attachment = attachment.as_object().ok_or_else(|| Refusal::new(40058))?;
    let kind = fields::text(attachment, "msgtype");
    if !matches!(kind, "image" | "link" | "miniprogram" | "video" | "file") {
        return Err(Refusal::new(40008));
    }
    let inner = fields::object(attachment, kind).ok_or_else(|| Refusal::new(40058))?;
    let media_id = fields::text(inner, "media_id").to_owned();
    let now = call.now();
    let needs_media = matches!(kind, "video" | "file") || !media_id.is_empty();
    if needs_media && call.corp().media.get(&media_id, now).is_none() {
        return Err(Refusal::new(40007));
    }
    if kind == "link" && (fields::text(inner, "title").is_empty() || fields::text(inner, "url").is_empty()) {
        return Err(Refusal::new(40058));
    }
    Ok(())
}
