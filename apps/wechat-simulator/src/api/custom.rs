//! `POST /cgi-bin/message/custom/send`: customer-service messages.

use serde_json::{Map, Value};

use super::answer::{Done, Refusal};
use super::request::ApiRequest;
use crate::state::State;
use crate::state::chat::ChatBody;
use crate::state::notices::NewNotice;
use crate::state::records::Channel;
use crate::state::windows::WindowRefusal;
use crate::world::World;

/// Bytes of a text message.
const LONGEST_TEXT: usize = 2048;

/// Sends a message if the person's windows allow it.
pub fn send(_world: &World, state: &mut State, request: &ApiRequest) -> Result<Done, Refusal> {
    let body = request.object()?;
    let open_id = super::user::follower(state, body.get("touser"))?;
    let (msg_type, message) = message(&body)?;
    spend(state, &open_id)?;
    let client_msg_id = ["client_msg_id", "clientmsgid"]
        .iter()
        .find_map(|name| body.get(*name)?.as_str());
    let content = if msg_type == "text" {
        message["content"].clone()
    } else {
        message.clone()
    };
    state.stats.custom_notices += 1;
    state.notices.record(NewNotice {
        open_id: open_id.clone(),
        channel: Channel::Custom,
        client_msg_id: client_msg_id.map(str::to_owned),
        template_id: None,
        content,
        msgid: None,
    });
    state.show(&open_id, ChatBody::Custom { msg_type, message }, None);
    Ok(Done::ok())
}

/// The type and the inner object, checked as far as WeChat documents it.
fn message(body: &Map<String, Value>) -> Result<(String, Value), Refusal> {
    let msg_type = body.get("msgtype").and_then(Value::as_str).unwrap_or_default();
    let required: &[&str] = match msg_type {
        "text" => &["content"],
        "image" | "voice" => &["media_id"],
        "video" => &["media_id", "thumb_media_id"],
        "music" => &["musicurl", "hqmusicurl", "thumb_media_id"],
        "news" => &[],
        "mpnewsarticle" => &["article_id"],
        "msgmenu" => &["head_content"],
        "wxcard" => &["card_id"],
        "miniprogrampage" => &["title", "appid", "pagepath", "thumb_media_id"],
        "link" => &["title", "description", "url", "thumb_url"],
        _ => return Err(Refusal::new(40008)),
    };
    let message = body
        .get(msg_type)
        .filter(|message| message.is_object())
        .ok_or_else(|| Refusal::new(44004))?;
    let lacking = required
        .iter()
        .any(|field| message.get(field).and_then(Value::as_str).is_none_or(str::is_empty));
    if lacking {
        return Err(Refusal::new(44004));
    }
    if msg_type == "text"
        && message["content"]
            .as_str()
            .is_some_and(|text| text.len() > LONGEST_TEXT)
    {
        return Err(Refusal::new(45002));
    }
    if msg_type == "news"
        && message
            .get("articles")
            .and_then(Value::as_array)
            .is_none_or(|list| list.len() != 1)
    {
        return Err(Refusal::new(45008));
    }
    Ok((msg_type.to_owned(), message.clone()))
}

fn spend(state: &mut State, open_id: &str) -> Result<(), Refusal> {
    let now = state.clock.now();
    let person = state.people.get_mut(open_id).ok_or_else(|| Refusal::new(40003))?;
    person.windows.spend(now).map_err(|refusal| match refusal {
        WindowRefusal::Closed => Refusal::new(45015),
        WindowRefusal::UsedUp => Refusal::new(45047),
    })
}
