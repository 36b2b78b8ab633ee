//! `/cgi-bin/appchat/…`: chats that an app makes (应用群聊).

use serde_json::{Map, Value, json};

use super::access::texts;
use super::message_content::content;
use super::messages::reach;
use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, WECOM};
use crate::api::fields;
use crate::state::corps::AppChat;
use crate::state::records::Channel;

/// Chats.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(WECOM, "/cgi-bin/appchat/create", create),
    Endpoint::post(WECOM, "/cgi-bin/appchat/update", update),
    Endpoint::get(WECOM, "/cgi-bin/appchat/get", get),
    Endpoint::post(WECOM, "/cgi-bin/appchat/send", send),
];

const MEMBERS: std::ops::RangeInclusive<usize> = 2..=2000;
const LONGEST_NAME: usize = 50;
const LONGEST_ID: usize = 32;
const MOST_CHATS: usize = 10_000;
/// What a chat takes.
const TYPES: &[&str] = &[
    "text", "image", "voice", "video", "file", "textcard", "news", "mpnews", "markdown",
];

/// User ids of members, as written in the directory.
fn members(call: &mut Call<'_>, body: &Map<String, Value>, name: &str) -> Result<Vec<String>, Refusal> {
    let agent = call.agent();
    let list = texts(fields::list(body, name).unwrap_or_default()).ok_or_else(|| Refusal::new(86216))?;
    let corp = call.corp();
    let known = list.iter().map(|user| {
        let member = corp.member(user).filter(|member| corp.sees(agent, member));
        member.map(|member| member.userid.clone())
    });
    let mut known = known.collect::<Option<Vec<_>>>().ok_or_else(|| Refusal::new(86216))?;
    known.sort();
    known.dedup();
    Ok(known)
}

fn create(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let agent = call.app()?;
    let body = call.request.unescaped_object()?;
    let users = members(call, &body, "userlist")?;
    let owner = match fields::text(&body, "owner") {
        "" => users.first().cloned().unwrap_or_default(),
        owner => owner.to_owned(),
    };
    let name = fields::text(&body, "name");
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::new(86004));
    }
    if !MEMBERS.contains(&users.len()) || !users.iter().any(|user| user.eq_ignore_ascii_case(&owner)) {
        return Err(Refusal::new(86216));
    }
    let id = match fields::text(&body, "chatid") {
        "" => call.state.chance.letters(LONGEST_ID),
        id if id.len() > LONGEST_ID || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            return Err(Refusal::new(86001));
        }
        id => id.to_owned(),
    };
    let chat = AppChat {
        name: name.to_owned(),
        owner,
        users,
        agent_id: agent,
    };
    let chats = &mut call.corp_mut().chats;
    if chats.contains_key(&id) {
        return Err(Refusal::new(86215));
    }
    if chats.len() >= MOST_CHATS {
        return Err(Refusal::new(45029));
    }
    chats.insert(id.clone(), chat);
    Ok(Done::changed(json!({"errcode": 0, "errmsg": "ok", "chatid": id})))
}

/// A chat of the token's app.
fn chat(call: &mut Call<'_>, id: &str) -> Result<AppChat, Refusal> {
    let agent = call.app()?;
    let chat = call.corp().chats.get(id).filter(|chat| chat.agent_id == agent);
    chat.cloned().ok_or_else(|| Refusal::new(86003))
}

fn update(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.request.unescaped_object()?;
    let id = fields::text(&body, "chatid").to_owned();
    let mut chat = chat(call, &id)?;
    let (add, remove) = (
        members(call, &body, "add_user_list")?,
        fields::list(&body, "del_user_list"),
    );
    let remove = texts(remove.unwrap_or_default()).ok_or_else(|| Refusal::new(86216))?;
    chat.users
        .retain(|user| !remove.iter().any(|gone| gone.eq_ignore_ascii_case(user)));
    chat.users.extend(add);
    chat.users.sort();
    chat.users.dedup();
    if let Some(name) = body.get("name").and_then(Value::as_str) {
        if name.chars().count() > LONGEST_NAME {
            return Err(Refusal::new(86004));
        }
        name.clone_into(&mut chat.name);
    }
    if let Some(owner) = body.get("owner").and_then(Value::as_str) {
        owner.clone_into(&mut chat.owner);
    }
    let has_owner = chat.users.iter().any(|user| user.eq_ignore_ascii_case(&chat.owner));
    if !MEMBERS.contains(&chat.users.len()) || !has_owner {
        return Err(Refusal::new(86216));
    }
    call.corp_mut().chats.insert(id, chat);
    Ok(Done::ok())
}

fn get(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let id = call.parameter("chatid").unwrap_or_default().to_owned();
    let chat = chat(call, &id)?;
    Ok(Done::read(json!({
        "errcode": 0,
        "errmsg": "ok",
        "chat_info": {"chatid": id, "name": chat.name, "owner": chat.owner, "userlist": chat.users},
    })))
}

fn send(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.request.unescaped_object()?;
    let chat = chat(call, fields::text(&body, "chatid"))?;
    if !TYPES.contains(&fields::text(&body, "msgtype")) {
        return Err(Refusal::new(40008));
    }
    let content = content(call, &body)?;
    for user in &chat.users {
        reach(call, user, &content.msg_type, &content.message, Channel::App);
    }
    Ok(Done::ok())
}
