//! What a person sends beyond text: pictures, voice, video, places, links, items of a menu in a message.

use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use serde_json::Value;

use super::acting::{Actor, Answer, Waiting, act, interact};
use super::answer::ControlError;
use crate::callback::Message;
use crate::state::State;
use crate::state::chat::ChatBody;
use crate::state::windows::Interaction;
use crate::world::World;

/// Characters of a media id.
const MEDIA_ID_LENGTH: usize = 64;

/// Body of `POST …/image`, `…/voice`, `…/video` and `…/short-video`; ids are drawn when they are absent.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Media {
    media_id: Option<String>,
    /// `PicUrl` of a picture.
    pic_url: Option<String>,
    /// `Format` of a voice message: `amr` or `speex`.
    format: Option<String>,
    /// What speech recognition understood.
    recognition: Option<String>,
    thumb_media_id: Option<String>,
}

/// `POST …/image`
pub async fn image(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, media: Json<Media>) -> Answer {
    send(world, open_id, query, "[图片]", |state| {
        let media = media.into_inner();
        let address = || format!("http://mmbiz.qpic.cn/{}/0", state.chance.letters(32));
        let pic_url = media.pic_url.unwrap_or_else(address);
        Message::of_type("image")
            .with("PicUrl", pic_url)
            .with("MediaId", or_drawn(state, media.media_id))
    })
    .await
}

/// `POST …/voice`
pub async fn voice(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, media: Json<Media>) -> Answer {
    send(world, open_id, query, "[语音]", |state| {
        let media = media.into_inner();
        let message = Message::of_type("voice")
            .with("MediaId", or_drawn(state, media.media_id))
            .with("Format", media.format.unwrap_or_else(|| "amr".to_owned()));
        match media.recognition {
            Some(text) => message.with("Recognition", text),
            None => message,
        }
    })
    .await
}

/// `POST …/video`
pub async fn video(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, media: Json<Media>) -> Answer {
    send(world, open_id, query, "[视频]", |state| {
        film(state, "video", media.into_inner())
    })
    .await
}

/// `POST …/short-video`
pub async fn short_video(
    world: Data<World>,
    open_id: Path<String>,
    query: Query<Waiting>,
    media: Json<Media>,
) -> Answer {
    send(world, open_id, query, "[小视频]", |state| {
        film(state, "shortvideo", media.into_inner())
    })
    .await
}

fn film(state: &mut State, msg_type: &'static str, media: Media) -> Message {
    Message::of_type(msg_type)
        .with("MediaId", or_drawn(state, media.media_id))
        .with("ThumbMediaId", or_drawn(state, media.thumb_media_id))
}

fn or_drawn(state: &mut State, id: Option<String>) -> String {
    id.unwrap_or_else(|| state.chance.name(MEDIA_ID_LENGTH))
}

/// Body of `POST …/location`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Place {
    latitude: f64,
    longitude: f64,
    #[serde(default = "usual_scale")]
    scale: i64,
    #[serde(default)]
    label: String,
}

fn usual_scale() -> i64 {
    16
}

/// `POST …/location`: sends a place as a message.
pub async fn location(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, place: Json<Place>) -> Answer {
    let line = format!("[位置] {}", place.label);
    send(world, open_id, query, &line, |_| {
        Message::of_type("location")
            .with_number("Location_X", place.latitude)
            .with_number("Location_Y", place.longitude)
            .with_number("Scale", place.scale)
            .with("Label", place.label.as_str())
    })
    .await
}

/// Body of `POST …/link`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    title: String,
    #[serde(default)]
    description: String,
    url: String,
}

/// `POST …/link`
pub async fn link(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, link: Json<Link>) -> Answer {
    let line = format!("[链接] {}", link.title);
    send(world, open_id, query, &line, |_| {
        Message::of_type("link")
            .with("Title", link.title.as_str())
            .with("Description", link.description.as_str())
            .with("Url", link.url.as_str())
    })
    .await
}

/// A message opens the window of messages.
async fn send(
    world: Data<World>,
    open_id: Path<String>,
    query: Query<Waiting>,
    line: &str,
    compose: impl FnOnce(&mut State) -> Message,
) -> Answer {
    act(world, &open_id, &query, |state, actor| {
        interact(state, actor, Some(Interaction::Message))?;
        note(state, actor, line);
        let message = compose(state);
        Ok((message, ChatBody::Said { text: line.to_owned() }))
    })
    .await
}

/// `opercode` of a person who speaks.
const PERSON_SPEAKS: i64 = 2003;

/// Adds what was said to the record of the person's conversation with a helper, if there is one.
pub fn note(state: &mut State, actor: Actor<'_>, text: &str) {
    let now = state.clock.now();
    let desk = &mut state.accounts[actor.account].official.kf;
    desk.note(actor.open_id, None, PERSON_SPEAKS, now, text);
}

/// Body of `POST …/message-menu`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MenuItem {
    id: Value,
    content: String,
}

/// `POST …/message-menu`: taps an item of a `msgmenu` message. It arrives as a text, but opens the window of a menu
/// click.
pub async fn message_menu(
    world: Data<World>,
    open_id: Path<String>,
    query: Query<Waiting>,
    item: Json<MenuItem>,
) -> Answer {
    act(world, &open_id, &query, |state, actor| {
        let id = match &item.id {
            Value::String(id) => id.clone(),
            Value::Number(id) => id.to_string(),
            _ => return Err(ControlError::Invalid("id must be text or a number".to_owned())),
        };
        interact(state, actor, Some(Interaction::Click))?;
        let message = Message::of_type("text")
            .with("Content", item.content.as_str())
            .with("bizmsgmenuid", id);
        Ok((
            message,
            ChatBody::Said {
                text: item.content.clone(),
            },
        ))
    })
    .await
}
