//! What a person does with an official account: each action is told to the callback.

use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use serde_json::Value;

use super::acting::{Act, Actor, Answer, Waiting, act, did, interact};
use super::answer::ControlError;
use super::messages::note;
use crate::callback::Message;
use crate::state::State;
use crate::state::account::Product;
use crate::state::accounts::AccountId;
use crate::state::chat::ChatBody;
use crate::state::people::Person;
use crate::state::windows::Interaction;
use crate::world::World;

/// Which code is scanned.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scanned {
    scene: Option<Value>,
    ticket: Option<String>,
}

struct Code {
    scene: String,
    ticket: Option<String>,
}

/// `POST …/follow`: through a scene code, or by searching for the account.
pub async fn follow(
    world: Data<World>,
    open_id: Path<String>,
    query: Query<Waiting>,
    scanned: Option<Json<Scanned>>,
) -> Answer {
    let scanned = scanned.map(Json::into_inner).unwrap_or_default();
    act(world, &open_id, &query, |state, actor| {
        let code = code(state, actor.account, &scanned)?;
        Ok(begin_follow(state, actor, code))
    })
    .await
}

fn begin_follow(state: &mut State, actor: Actor<'_>, code: Option<Code>) -> Act {
    let now = state.clock.now();
    let scene = code.as_ref().map(|code| code.scene.clone());
    state.change_person(actor.account, actor.open_id, |person| {
        person.follow(scene.as_deref(), now);
        person.interact(Interaction::Follow, now);
    });
    let message = Message::subscribe(code.map(|code| (code.scene, code.ticket)));
    (message, did("follow", scene))
}

/// `POST …/unfollow`
pub async fn unfollow(world: Data<World>, open_id: Path<String>, query: Query<Waiting>) -> Answer {
    act(world, &open_id, &query, |state, actor| {
        state.change_person(actor.account, actor.open_id, Person::unfollow);
        Ok((Message::unsubscribe(), did("unfollow", None)))
    })
    .await
}

/// Body of `POST …/text`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Text {
    content: String,
    /// Number or text; a new one without it.
    msg_id: Option<Value>,
}

/// `POST …/text`
pub async fn text(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, text: Json<Text>) -> Answer {
    let Text { content, msg_id } = text.into_inner();
    let msg_id = msg_id.map(|id| parse_id(&id)).transpose()?;
    act(world, &open_id, &query, |state, actor| {
        interact(state, actor, Some(Interaction::Message))?;
        note(state, actor, &content);
        let message = Message::text(&content, msg_id);
        Ok((message, ChatBody::Said { text: content }))
    })
    .await
}

fn parse_id(id: &Value) -> Result<u64, ControlError> {
    let number = id.as_u64().or_else(|| id.as_str()?.parse().ok());
    number.ok_or_else(|| ControlError::Invalid("msgId must be a whole number, as a number or as text".to_owned()))
}

/// `POST …/scan`: follows through the code, or scans it as a follower.
pub async fn scan(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, scanned: Json<Scanned>) -> Answer {
    act(world, &open_id, &query, |state, actor| {
        let code = code(state, actor.account, &scanned)?;
        let code = code.ok_or_else(|| ControlError::Invalid("a scan needs a ticket or a scene".to_owned()))?;
        Ok(begin_scan(state, actor, code))
    })
    .await
}

fn begin_scan(state: &mut State, actor: Actor<'_>, code: Code) -> Act {
    let person = state.accounts[actor.account].people.get(actor.open_id);
    if person.is_none_or(|person| !person.subscribed) {
        return begin_follow(state, actor, Some(code));
    }
    let now = state.clock.now();
    state.change_person(actor.account, actor.open_id, |person| {
        person.interact(Interaction::Scan, now);
    });
    let line = did("scan", Some(code.scene.clone()));
    (Message::scan(code.scene, code.ticket), line)
}

/// Body of `POST …/click`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Click {
    key: String,
}

/// `POST …/click`: taps a menu item.
pub async fn click(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, click: Json<Click>) -> Answer {
    let Click { key } = click.into_inner();
    act(world, &open_id, &query, |state, actor| {
        interact(state, actor, Some(Interaction::Click))?;
        let message = Message::event(name_for(state, actor, "CLICK")).with("EventKey", key.as_str());
        Ok((message, did("click", Some(key))))
    })
    .await
}

/// Body of `POST …/view`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    url: String,
}

/// `POST …/view`: opens a menu item's address, which opens no window.
pub async fn view(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, view: Json<View>) -> Answer {
    let View { url } = view.into_inner();
    act(world, &open_id, &query, |state, actor| {
        interact(state, actor, None)?;
        let message = Message::event(name_for(state, actor, "VIEW")).with("EventKey", url.as_str());
        Ok((message, did("view", Some(url))))
    })
    .await
}

/// WeCom writes the names of menu events in lower case.
fn name_for(state: &State, actor: Actor<'_>, name: &str) -> String {
    match state.accounts[actor.account].identity.product {
        Product::WeCom => name.to_lowercase(),
        Product::OfficialAccount | Product::MiniProgram => name.to_owned(),
    }
}

/// The code a person holds the camera at. A scene nobody made a code for is allowed; it has no ticket.
fn code(state: &State, account: AccountId, scanned: &Scanned) -> Result<Option<Code>, ControlError> {
    let now = state.clock.now();
    let codes = &state.accounts[account].codes;
    if let Some(ticket) = &scanned.ticket {
        let code = codes.by_ticket(ticket).ok_or(ControlError::UnknownCode)?;
        if code.is_expired(now) {
            return Err(ControlError::CodeExpired);
        }
        return Ok(Some(Code {
            scene: code.scene.clone(),
            ticket: Some(code.ticket.clone()),
        }));
    }
    let scene = match &scanned.scene {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(scene)) => scene.clone(),
        Some(Value::Number(scene)) => scene.to_string(),
        Some(_) => return Err(ControlError::Invalid("scene must be text or a number".to_owned())),
    };
    let ticket = codes
        .by_scene(&scene)
        .filter(|code| !code.is_expired(now))
        .map(|code| code.ticket.clone());
    Ok(Some(Code { scene, ticket }))
}
