//! `POST /cgi-bin/message/custom/send`: customer-service messages (客服消息).

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::api::fields;
use crate::state::chat::ChatBody;
use crate::state::notices::NewNotice;
use crate::state::records::Channel;
use crate::state::windows::WindowRefusal;

/// Customer-service messages.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/message/custom/send", send)];

/// Bytes of a text message.
const LONGEST_TEXT: usize = 2048;
/// `opercode` of a helper who speaks.
const HELPER_SPEAKS: i64 = 2002;

/// Sends a message if the person's windows allow it.
fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let open_id = call.follower(body.get("touser"))?;
    let (msg_type, message) = message(&body)?;
    let helper = helper(call, &body)?;
    spend(call, &open_id)?;
    let client_msg_id = ["client_msg_id", "clientmsgid"]
        .iter()
        .find_map(|name| body.get(*name)?.as_str());
    let content = if msg_type == "text" {
        message["content"].clone()
    } else {
        message.clone()
    };
    let (now, account) = (call.now(), Arc::clone(&call.account().name));
    let said = content.as_str().map_or_else(|| content.to_string(), str::to_owned);
    let desk = &mut call.account_mut().official.kf;
    desk.note(&open_id, helper.as_deref(), HELPER_SPEAKS, now, &said);
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
    let msg_type = fields::text(body, "msgtype");
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
        _ => return Err(Refusal::new(40008)),
    };
    let message = fields::object(body, msg_type).ok_or_else(|| Refusal::new(44004))?;
    if required.iter().any(|field| fields::text(message, field).is_empty()) {
        return Err(Refusal::new(44004));
    }
    match msg_type {
        "text" if fields::text(message, "content").len() > LONGEST_TEXT => return Err(Refusal::new(45002)),
        "news" => news(message)?,
        "msgmenu" => menu(message)?,
        _ => {}
    }
    Ok((msg_type.to_owned(), Value::Object(message.clone())))
}

/// Exactly one article.
fn news(message: &Map<String, Value>) -> Result<(), Refusal> {
    match fields::list(message, "articles") {
        Some([article]) if article.is_object() => Ok(()),
        Some([_]) => Err(Refusal::new(44004)),
        _ => Err(Refusal::new(45008)),
    }
}

/// Items that a person can tap: each has an id and a text.
fn menu(message: &Map<String, Value>) -> Result<(), Refusal> {
    let list = fields::list(message, "list").ok_or_else(|| Refusal::new(44004))?;
    let is_item = |item: &Value| {
        let item = item.as_object();
        item.is_some_and(|item| {
            let id = item.get("id").is_some_and(|id| id.is_string() || id.is_number());
            id && !fields::text(item, "content").is_empty()
        })
    };
    if list.is_empty() || !list.iter().all(is_item) {
        return Err(Refusal::new(44004));
    }
    Ok(())
}

/// The helper in whose name it is sent, who must exist.
fn helper(call: &Call<'_>, body: &Map<String, Value>) -> Result<Option<String>, Refusal> {
    let Some(service) = body.get("customservice").filter(|service| !service.is_null()) else {
        return Ok(None);
    };
    let account = service.get("kf_account").and_then(Value::as_str);
    let known = account.filter(|account| call.account().official.kf.helpers.contains_key(*account));
    known
        .map(|account| Some(account.to_owned()))
        .ok_or_else(|| Refusal::new(65401))
}

fn spend(call: &mut Call<'_>, open_id: &str) -> Result<(), Refusal> {
    let now = call.now();
    let person = call.account_mut().people.get_mut(open_id);
    let person = person.ok_or_else(|| Refusal::new(40003))?;
    if person.blacklisted {
        return Err(Refusal::new(43019));
    }
    person.windows.spend(now).map_err(|refusal| match refusal {
        WindowRefusal::Closed => Refusal::new(45015),
        WindowRefusal::UsedUp => Refusal::new(45047),
    })?;
    person.typing_until = None;
    Ok(())
}
