//! What a person does: each action is told to the callback.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::ControlError;
use crate::callback::{Message, begin, settle};
use crate::state::State;
use crate::state::chat::ChatBody;
use crate::state::windows::Interaction;
use crate::world::World;

/// Query of every action.
#[derive(Debug, Deserialize)]
pub struct Waiting {
    /// `false` answers at once, before the callback has been called.
    #[serde(default = "yes")]
    wait: bool,
}

fn yes() -> bool {
    true
}

type Answer = Result<HttpResponse, ControlError>;

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
    let (message, line) = world.with(|state| {
        let code = code(state, &scanned)?;
        begin_follow(state, &open_id, code).ok_or(ControlError::UnknownPerson)
    })?;
    send(world, &open_id, message, line, query.wait).await
}

fn begin_follow(state: &mut State, open_id: &str, code: Option<Code>) -> Option<(Message, ChatBody)> {
    let now = state.clock.now();
    let scene = code.as_ref().map(|code| code.scene.clone());
    state.change_person(open_id, |person| {
        person.follow(scene.as_deref(), now);
        person.windows.open(Interaction::Follow, now);
    })?;
    let message = Message::Subscribe {
        code: code.map(|code| (code.scene, code.ticket)),
    };
    Some((message, did("follow", scene)))
}

/// `POST …/unfollow`
pub async fn unfollow(world: Data<World>, open_id: Path<String>, query: Query<Waiting>) -> Answer {
    world
        .with(|state| state.change_person(&open_id, crate::state::people::Person::unfollow))
        .ok_or(ControlError::UnknownPerson)?;
    send(world, &open_id, Message::Unsubscribe, did("unfollow", None), query.wait).await
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
    interact(&world, &open_id, Some(Interaction::Message))?;
    let line = ChatBody::Said { text: content.clone() };
    send(world, &open_id, Message::Text { content, msg_id }, line, query.wait).await
}

fn parse_id(id: &Value) -> Result<u64, ControlError> {
    let number = id.as_u64().or_else(|| id.as_str()?.parse().ok());
    number.ok_or_else(|| ControlError::Invalid("msgId must be a whole number, as a number or as text".to_owned()))
}

/// `POST …/scan`: follows through the code, or scans it as a follower.
pub async fn scan(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, scanned: Json<Scanned>) -> Answer {
    let (message, line) = world.with(|state| {
        let code = code(state, &scanned)?;
        let code = code.ok_or_else(|| ControlError::Invalid("a scan needs a ticket or a scene".to_owned()))?;
        begin_scan(state, &open_id, code).ok_or(ControlError::UnknownPerson)
    })?;
    send(world, &open_id, message, line, query.wait).await
}

fn begin_scan(state: &mut State, open_id: &str, code: Code) -> Option<(Message, ChatBody)> {
    if !state.people.get(open_id)?.subscribed {
        return begin_follow(state, open_id, Some(code));
    }
    let now = state.clock.now();
    state.change_person(open_id, |person| person.windows.open(Interaction::Scan, now))?;
    let line = did("scan", Some(code.scene.clone()));
    Some((
        Message::Scan {
            scene: code.scene,
            ticket: code.ticket,
        },
        line,
    ))
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
    interact(&world, &open_id, Some(Interaction::Click))?;
    let line = did("click", Some(key.clone()));
    send(world, &open_id, Message::Click { key }, line, query.wait).await
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
    interact(&world, &open_id, None)?;
    let line = did("view", Some(url.clone()));
    send(world, &open_id, Message::View { url }, line, query.wait).await
}

fn did(action: &str, detail: Option<String>) -> ChatBody {
    ChatBody::Did {
        action: action.to_owned(),
        detail,
    }
}

/// Only a follower has a conversation with the account.
fn interact(world: &World, open_id: &str, by: Option<Interaction>) -> Result<(), ControlError> {
    world.with(|state| {
        let now = state.clock.now();
        let person = state.people.get_mut(open_id).ok_or(ControlError::UnknownPerson)?;
        if !person.subscribed {
            return Err(ControlError::NotAFollower);
        }
        if let Some(by) = by {
            person.windows.open(by, now);
        }
        Ok(())
    })
}

/// The code a person holds the camera at. A scene nobody made a code for is allowed; it has no ticket.
fn code(state: &State, scanned: &Scanned) -> Result<Option<Code>, ControlError> {
    let now = state.clock.now();
    if let Some(ticket) = &scanned.ticket {
        let code = state.codes.by_ticket(ticket).ok_or(ControlError::UnknownCode)?;
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
    let ticket = state
        .codes
        .by_scene(&scene)
        .filter(|code| !code.is_expired(now))
        .map(|code| code.ticket.clone());
    Ok(Some(Code { scene, ticket }))
}

/// Runs in a task of its own: the delivery goes on when the caller of the control API does not wait for it.
async fn send(world: Data<World>, open_id: &str, message: Message, line: ChatBody, wait: bool) -> Answer {
    let world: Arc<World> = world.into_inner();
    let begun = begin(&world, open_id, &message, Some(line));
    let early = json!({"deliveryId": begun.id, "message": begun.message()});
    let runtime = world.runtime.clone();
    let task = runtime.spawn(async move { settle(&world, begun).await });
    if !wait {
        return Ok(HttpResponse::Accepted().json(early));
    }
    let delivery = task.await.map_err(|_| ControlError::Stopping)?;
    Ok(HttpResponse::Ok().json(delivery))
}
