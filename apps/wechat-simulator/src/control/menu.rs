//! Taps on the menu of an official account, or of an app of WeCom.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::acting::{Act, Actor, Answer, Waiting, act, did, interact};
use super::answer::ControlError;
use super::which::Which;
use crate::callback::{Field, Message};
use crate::state::State;
use crate::state::account::Product;
use crate::state::windows::Interaction;
use crate::world::World;

const MOST_PICTURES: u32 = 9;

/// `GET …/menu`: the buttons the person sees, an empty list without a menu.
pub async fn seen(
    world: Data<World>,
    open_id: Path<String>,
    which: Query<Which>,
) -> Result<HttpResponse, ControlError> {
    world.with(|state| {
        let account = which.find_person(state, &open_id)?;
        let actor = Actor {
            account,
            open_id: &open_id,
        };
        let buttons = menu(state, actor)?.map(|menu| menu.buttons);
        Ok(HttpResponse::Ok().json(json!({"items": buttons.unwrap_or_default()})))
    })
}

/// The menu a person sees.
struct Seen {
    buttons: Vec<Value>,
    /// Official accounts tell which menu it was; WeCom has one for each app.
    id: Option<u64>,
}

fn menu(state: &mut State, actor: Actor<'_>) -> Result<Option<Seen>, ControlError> {
    let account = &state.accounts[actor.account];
    let person = account.people.get(actor.open_id).ok_or(ControlError::UnknownPerson)?;
    if account.identity.product != Product::WeCom {
        return Ok(account.official.menus.seen_by(person).map(|menu| Seen {
            buttons: menu.buttons.clone(),
            id: Some(menu.id),
        }));
    }
    let agent_id = account.identity.agent_id.unwrap_or_default();
    let corp = state.corps.of(&account.identity.app_id);
    let menu = corp.agents.get(&agent_id).and_then(|agent| agent.menu.as_ref());
    Ok(menu.and_then(|menu| menu["button"].as_array()).map(|buttons| Seen {
        buttons: buttons.clone(),
        id: None,
    }))
}

/// Body of `POST …/menu`: which button, and what the person does with it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tap {
    /// Position from 0 in the first row, and in the second.
    position: Vec<usize>,
    /// What the camera read, for `scancode_…`.
    scan_result: Option<String>,
    /// How many pictures are sent, for `pic_…`.
    #[serde(default = "one")]
    pictures: u32,
    /// The place chosen, for `location_select`.
    #[serde(default)]
    latitude: f64,
    #[serde(default)]
    longitude: f64,
    #[serde(default)]
    label: String,
    #[serde(default)]
    poi_name: String,
}

fn one() -> u32 {
    1
}

/// `POST …/menu`: taps a button of the menu that the person sees. Only clicks and scans open a window.
pub async fn tap(world: Data<World>, open_id: Path<String>, query: Query<Waiting>, tap: Json<Tap>) -> Answer {
    act(world, &open_id, &query, |state, actor| {
        let (button, menu_id) = button(state, actor, &tap.position)?;
        let kind = button["type"].as_str().unwrap_or_default();
        let opens = match kind {
            "click" | "scancode_push" | "scancode_waitmsg" => Some(Interaction::Click),
            _ => None,
        };
        let told = event(state, kind, &button, menu_id, &tap)?;
        interact(state, actor, opens)?;
        Ok(told)
    })
    .await
}

fn button(state: &mut State, actor: Actor<'_>, position: &[usize]) -> Result<(Value, Option<u64>), ControlError> {
    let no_button = || ControlError::Invalid("there is no such button".to_owned());
    let menu = menu(state, actor)?.ok_or_else(no_button)?;
    let (first, rest) = position.split_first().ok_or_else(no_button)?;
    let mut button = menu.buttons.get(*first).ok_or_else(no_button)?;
    for &place in rest {
        button = button["sub_button"].get(place).ok_or_else(no_button)?;
    }
    if button["type"].is_null() {
        return Err(no_button());
    }
    Ok((button.clone(), menu.id))
}

/// WeCom writes `click` and `view` small and knows no menu ids:
/// <https://developer.work.weixin.qq.com/document/path/90240>.
fn event(state: &mut State, kind: &str, button: &Value, menu_id: Option<u64>, tap: &Tap) -> Result<Act, ControlError> {
    let text = |name: &str| button[name].as_str().unwrap_or_default().to_owned();
    let named = |official, corp| Message::event(if menu_id.is_some() { official } else { corp });
    let with_menu = |message: Message| match menu_id {
        Some(id) => message.with_number("MenuId", id),
        None => message,
    };
    let message = match kind {
        "click" => named("CLICK", "click").with("EventKey", text("key")),
        "view" => with_menu(named("VIEW", "view").with("EventKey", text("url"))),
        "miniprogram" | "view_miniprogram" => {
            with_menu(Message::event("view_miniprogram").with("EventKey", text("pagepath")))
        }
        "scancode_push" | "scancode_waitmsg" => scanned(kind, text("key"), tap)?,
        "pic_sysphoto" | "pic_photo_or_album" | "pic_weixin" => pictures(state, kind, text("key"), tap)?,
        "location_select" => place(text("key"), tap),
        // The others show something on the phone, and the platform documents no event for them.
        _ => {
            return Err(ControlError::Invalid(format!(
                "a button of type {kind} tells the account nothing"
            )));
        }
    };
    Ok((message, did(kind, Some(text("name")))))
}

fn scanned(kind: &str, key: String, tap: &Tap) -> Result<Message, ControlError> {
    let result = tap.scan_result.clone();
    let result = result.ok_or_else(|| ControlError::Invalid("scanResult is missing".to_owned()))?;
    let info = vec![Field::text("ScanType", "qrcode"), Field::text("ScanResult", result)];
    Ok(Message::event(kind)
        .with("EventKey", key)
        .with_group("ScanCodeInfo", info))
}

fn pictures(state: &mut State, kind: &str, key: String, tap: &Tap) -> Result<Message, ControlError> {
    if !(1..=MOST_PICTURES).contains(&tap.pictures) {
        return Err(ControlError::Invalid("pictures must be from 1 to 9".to_owned()));
    }
    let items = (0..tap.pictures).map(|_| {
        let sum = state.chance.hex(32);
        Field::group("item", vec![Field::text("PicMd5Sum", sum)])
    });
    let list = Field::group("PicList", items.collect());
    let info = vec![Field::number("Count", tap.pictures), list];
    Ok(Message::event(kind)
        .with("EventKey", key)
        .with_group("SendPicsInfo", info))
}

fn place(key: String, tap: &Tap) -> Message {
    let info = vec![
        Field::text("Location_X", tap.latitude.to_string()),
        Field::text("Location_Y", tap.longitude.to_string()),
        Field::text("Scale", "16"),
        Field::text("Label", tap.label.as_str()),
        Field::text("Poiname", tap.poi_name.as_str()),
    ];
    Message::event("location_select")
        .with("EventKey", key)
        .with_group("SendLocationInfo", info)
}
