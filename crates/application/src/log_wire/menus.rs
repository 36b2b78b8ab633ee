//! Changes of menus as they are stored.

use domain::wechat::menus::{BoardHappened, Button, ConditionalMenu, Menu, MenuBoard};
use serde_json::{Map, Value, json};

use super::WireEvent;

/// Stream type of the menus of an account.
pub const MENU_STREAM: &str = "wechat_menu";

/// The wire form of a change of an account's menus.
#[must_use]
pub fn board_happened(board: &MenuBoard, happened: &BoardHappened) -> WireEvent {
    let (kind, mut data) = match happened {
        BoardHappened::Edited(menu) => ("wechat_menu.edited", json!({ "buttons": buttons(menu) })),
        BoardHappened::ConditionalAdded(one) => ("wechat_menu.conditional_added", conditional(one)),
        BoardHappened::ConditionalChanged(one) => ("wechat_menu.conditional_changed", conditional(one)),
        BoardHappened::ConditionalRemoved(id) => ("wechat_menu.conditional_removed", json!({ "id": id.to_string() })),
        BoardHappened::PublishRequested { edition } => ("wechat_menu.publish_requested", json!({ "edition": edition })),
        BoardHappened::Published { edition } => ("wechat_menu.published", json!({ "edition": edition })),
        BoardHappened::PublishFailed { edition, note } => (
            "wechat_menu.publish_failed",
            json!({ "edition": edition, "note": note }),
        ),
        BoardHappened::Withdrawn => ("wechat_menu.withdrawn", json!({})),
    };
    data["account"] = json!(board.stored().account);
    WireEvent {
        stream_type: MENU_STREAM,
        stream_id: board.stored().id.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}

fn conditional(one: &ConditionalMenu) -> Value {
    json!({
        "id": one.id.to_string(),
        "name": one.name,
        "tagId": one.audience.tag_id,
        "platform": one.audience.platform.map(|platform| platform.name()),
        "buttons": buttons(&one.menu),
    })
}

fn buttons(menu: &Menu) -> Vec<Value> {
    menu.buttons.iter().map(button).collect()
}

fn button(button_of: &Button) -> Value {
    let mut value = Map::new();
    value.insert("name".to_owned(), json!(button_of.name));
    if let Some(kind) = &button_of.kind {
        value.insert("type".to_owned(), json!(kind));
    }
    for (field, text) in button_of.fields() {
        if let Some(text) = text {
            value.insert(field.to_owned(), json!(text));
        }
    }
    if !button_of.sub_buttons.is_empty() {
        let subs: Vec<_> = button_of.sub_buttons.iter().map(button).collect();
        value.insert("subButtons".to_owned(), Value::Array(subs));
    }
    Value::Object(value)
}
