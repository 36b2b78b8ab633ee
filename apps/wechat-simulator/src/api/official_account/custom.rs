//! `POST /cgi-bin/message/custom/send`: customer-service messages.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::state::chat::ChatBody;
use crate::state::notices::NewNotice;
use crate::state::records::Channel;
use crate::state::windows::WindowRefusal;

/// Customer-service messages.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/custom/send", send)];

/// Bytes of a text message.
const LONGEST_TEXT: usize = 2048;

/// Sends a message if the person's windows allow it.
pub fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = call.follower(body.get("touser"))?;
    let (msg_type, message) = message(&body)?;
    spend(call, &open_id)?;
    let client_msg_id = ["client_msg_id", "clientmsgid"]
        .iter()
        .find_map(|name| body.get(*name)?.as_str());
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
        client_msg_id: client_msg_id.map(str::to_owned),
        template_id: None,
        content,
        msgid: None,
    });
    let line = ChatBody::Custom { msg_type, message };
    call.state.show(call.id, &open_id, line, None);
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

fn spend(call: &mut Call<'_>, open_id: &str) -> Result<(), Refusal> {
    let now = call.now();
    let person = call
        .account_mut()
        .people
        .get_mut(open_id)
        .ok_or_else(|| Refusal::new(40003))?;
    person.windows.spend(now).map_err(|refusal| match refusal {
        WindowRefusal::Closed => Refusal::new(45015),
        WindowRefusal::UsedUp => Refusal::new(45047),
    })
}
