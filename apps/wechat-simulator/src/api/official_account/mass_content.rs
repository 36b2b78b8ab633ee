//! What a mass message says, and `/cgi-bin/message/mass/preview`.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::state::chat::ChatBody;
use crate::state::notices::NewNotice;
use crate::state::records::Channel;

/// Previews.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(
    OFFICIAL_ACCOUNT,
    "/cgi-bin/message/mass/preview",
    preview,
)];

/// Bytes of a text.
const LONGEST_TEXT: usize = 2048;
const MOST_PICTURES: usize = 20;

/// What is sent.
#[derive(Debug)]
pub struct MassContent {
    /// `msgtype`
    pub msg_type: String,
    /// The inner object.
    pub message: Value,
    /// The draft of `mpnews`.
    pub draft: Option<String>,
}

/// Checks what is to be sent.
///
/// # Errors
/// 40008 for an unknown type, 45113 for cards, 44004 and 45002 for a text, 40007 for media that are not there.
pub fn content(call: &Call<'_>, body: &Map<String, Value>) -> Result<MassContent, Refusal> {
    // Pictures are under a name of their own.
    content_with_pictures(call, body, "images")
}

fn content_with_pictures(
    call: &Call<'_>,
    body: &Map<String, Value>,
    pictures_name: &str,
) -> Result<MassContent, Refusal> {
    let msg_type = fields::text(body, "msgtype");
    let name = match msg_type {
        "image" => pictures_name,
        "mpnews" | "text" | "voice" | "mpvideo" => msg_type,
        "wxcard" => return Err(Refusal::new(45113)),
        _ => return Err(Refusal::new(40008)),
    };
    let message = fields::object(body, name).ok_or_else(|| Refusal::new(44004))?;
    let media_id = fields::text(message, "media_id");
    let mut draft = None;
    match msg_type {
        "text" => match fields::text(message, "content").len() {
            0 => return Err(Refusal::new(44004)),
            1..=LONGEST_TEXT => {}
            _ => return Err(Refusal::new(45002)),
        },
        "mpnews" => {
            if !call.account().official.content.drafts.contains_key(media_id) {
                return Err(Refusal::new(40007));
            }
            draft = Some(media_id.to_owned());
        }
        "voice" => has(call, media_id, "voice")?,
        "mpvideo" => has(call, media_id, "video")?,
        _ => pictures(call, message)?,
    }
    Ok(MassContent {
        msg_type: msg_type.to_owned(),
        message: Value::Object(message.clone()),
        draft,
    })
}

fn has(call: &Call<'_>, media_id: &str, kind: &str) -> Result<(), Refusal> {
    let account = call.account();
    let libraries = [&account.media, &account.official.content.materials];
    let mut files = libraries.iter().filter_map(|library| library.get(media_id, call.now()));
    let is_there = files.any(|file| file.kind == kind);
    is_there.then_some(()).ok_or_else(|| Refusal::new(40007))
}

fn pictures(call: &Call<'_>, message: &Map<String, Value>) -> Result<(), Refusal> {
    let list = fields::list(message, "media_ids").unwrap_or_default();
    // The older form has one id.
    let one = message.get("media_id").cloned();
    let all: Vec<_> = list.iter().cloned().chain(one).collect();
    if all.is_empty() || all.len() > MOST_PICTURES {
        return Err(Refusal::new(40007));
    }
    all.iter()
        .try_for_each(|id| has(call, id.as_str().unwrap_or_default(), "image"))
}

/// Shows it to one person, who is named by open id or by the name in WeChat; nothing is counted or consumed. A picture is
/// one, and under the name of its type.
fn preview(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = receiver(call, &body)?;
    let content = content_with_pictures(call, &body, "image")?;
    let msg_id = call.state.chance.message_id();
    let account = Arc::clone(&call.account().name);
    call.state.notices.record(NewNotice {
        account,
        open_id: open_id.clone(),
        channel: Channel::Mass,
        client_msg_id: None,
        template_id: None,
        content: content.message.clone(),
        msgid: Some(msg_id),
    });
    let drafts = &call.account().official.content.drafts;
    let draft = content.draft.and_then(|media_id| drafts.get(&media_id));
    let line = ChatBody::Custom {
        msg_type: content.msg_type,
        message: draft.map_or_else(|| content.message.clone(), |draft| draft.shown(&content.message)),
    };
    call.state.show(call.id, &open_id, line, None);
    Ok(Done::changed(
        json!({"errcode": 0, "errmsg": "preview success", "msg_id": msg_id}),
    ))
}

fn receiver(call: &Call<'_>, body: &Map<String, Value>) -> Result<String, Refusal> {
    let name = fields::text(body, "towxname");
    if name.is_empty() {
        return call.follower(body.get("touser"));
    }
    let people = call.account().people.list();
    let person = people.iter().find(|person| person.nickname == name);
    let person = person.ok_or_else(|| Refusal::new(40132))?;
    if !person.subscribed {
        return Err(Refusal::new(43004));
    }
    Ok(person.open_id.clone())
}
