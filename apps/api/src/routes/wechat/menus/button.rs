//! A button on the wire.

use domain::wechat::menus::{Button, Menu};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::Object;

/// A button of a menu, or an entry that opens others.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ButtonBody {
    /// What it says: at most 16 bytes at the top, 60 bytes below; a Chinese character has 3.
    #[serde(default)]
    #[schema(example = "活动日历")]
    name: String,
    /// WeChat's type: `click`, `view`, `miniprogram`, `scancode_push`, `scancode_waitmsg`, `pic_sysphoto`,
    /// `pic_photo_or_album`, `pic_weixin`, `location_select`, `media_id`, `view_limited`, `article_id`,
    /// `article_view_limited`. An entry that opens others has none.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    #[schema(example = "click")]
    kind: Option<String>,
    /// What comes back when it is tapped, at most 128 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "CALENDAR")]
    key: Option<String>,
    /// Where it leads, at most 1,024 bytes; for a mini program what old clients open instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Uploaded material.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_id: Option<String>,
    /// The mini program it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    app_id: Option<String>,
    /// The page of the mini program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page_path: Option<String>,
    /// A published article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    article_id: Option<String>,
    /// What it opens, at most 5.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<ButtonBody>, no_recursion)]
    sub_buttons: Vec<Object<ButtonBody>>,
}

/// The buttons of a menu.
pub(super) fn buttons_of(menu: &Menu) -> Vec<Object<ButtonBody>> {
    menu.buttons.iter().map(shown).collect()
}

/// The menu of these buttons.
pub(super) fn menu_of(buttons: Vec<Object<ButtonBody>>) -> Menu {
    Menu {
        buttons: buttons.into_iter().map(taken).collect(),
    }
}

fn shown(button: &Button) -> Object<ButtonBody> {
    let Button {
        name,
        kind,
        key,
        url,
        media_id,
        app_id,
        page_path,
        article_id,
        sub_buttons,
    } = button.clone();
    Object(ButtonBody {
        name,
        kind,
        key,
        url,
        media_id,
        app_id,
        page_path,
        article_id,
        sub_buttons: sub_buttons.iter().map(shown).collect(),
    })
}

fn taken(Object(body): Object<ButtonBody>) -> Button {
    let ButtonBody {
        name,
        kind,
        key,
        url,
        media_id,
        app_id,
        page_path,
        article_id,
        sub_buttons,
    } = body;
    Button {
        name,
        kind,
        key,
        url,
        media_id,
        app_id,
        page_path,
        article_id,
        sub_buttons: sub_buttons.into_iter().map(taken).collect(),
    }
}
