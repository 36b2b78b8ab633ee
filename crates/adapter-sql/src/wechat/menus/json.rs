//! Menus as stored: JSON. Names and shapes outlive renames in the domain.

use domain::ids::ConditionalMenuId;
use domain::wechat::menus::{
    Audience, Button, ConditionalMenu, Menu, Platform, PublishFailure, Wanted, WantedConditional,
};
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::log::to_json;

#[derive(Serialize, Deserialize)]
struct ButtonJson {
    name: String,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    media_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    app_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page_path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    article_id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sub_buttons: Vec<ButtonJson>,
}

#[derive(Serialize, Deserialize)]
struct AudienceJson {
    tag_id: Option<i64>,
    platform: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct ConditionalJson {
    id: Uuid,
    name: String,
    audience: AudienceJson,
    buttons: Vec<ButtonJson>,
}

#[derive(Serialize, Deserialize)]
struct WantedJson {
    edition: u64,
    buttons: Vec<ButtonJson>,
    conditional: Vec<WantedConditionalJson>,
}

#[derive(Serialize, Deserialize)]
struct WantedConditionalJson {
    audience: AudienceJson,
    buttons: Vec<ButtonJson>,
}

/// Time is RFC 3339 in UTC with microseconds.
#[derive(Serialize, Deserialize)]
struct FailureJson {
    note: String,
    at: String,
    is_final: bool,
}

pub(super) fn menu_to_json(menu: &Menu) -> Result<String, StoreError> {
    to_json(&buttons_to(menu))
}

pub(super) fn menu_from_json(text: &str) -> Option<Menu> {
    Some(buttons_from(serde_json::from_str(text).ok()?))
}

pub(super) fn conditional_to_json(menus: &[ConditionalMenu]) -> Result<String, StoreError> {
    let menus = menus.iter().map(|one| ConditionalJson {
        id: one.id.uuid(),
        name: one.name.clone(),
        audience: audience_to(one.audience),
        buttons: buttons_to(&one.menu),
    });
    to_json(&menus.collect::<Vec<_>>())
}

pub(super) fn conditional_from_json(text: &str) -> Option<Vec<ConditionalMenu>> {
    let menus: Vec<ConditionalJson> = serde_json::from_str(text).ok()?;
    let menu = |json: ConditionalJson| {
        Some(ConditionalMenu {
            id: ConditionalMenuId::from_uuid(json.id),
            name: json.name,
            audience: audience_from(json.audience)?,
            menu: buttons_from(json.buttons),
        })
    };
    menus.into_iter().map(menu).collect()
}

pub(super) fn wanted_to_json(wanted: &Wanted) -> Result<String, StoreError> {
    let conditional = wanted.conditional.iter().map(|one| WantedConditionalJson {
        audience: audience_to(one.audience),
        buttons: buttons_to(&one.menu),
    });
    to_json(&WantedJson {
        edition: wanted.edition,
        buttons: buttons_to(&wanted.menu),
        conditional: conditional.collect(),
    })
}

pub(super) fn wanted_from_json(text: &str) -> Option<Wanted> {
    let json: WantedJson = serde_json::from_str(text).ok()?;
    let conditional = |json: WantedConditionalJson| {
        Some(WantedConditional {
            audience: audience_from(json.audience)?,
            menu: buttons_from(json.buttons),
        })
    };
    Some(Wanted {
        edition: json.edition,
        menu: buttons_from(json.buttons),
        conditional: json.conditional.into_iter().map(conditional).collect::<Option<_>>()?,
    })
}

pub(super) fn failure_to_json(failure: &PublishFailure) -> Result<String, StoreError> {
    to_json(&FailureJson {
        note: failure.note.clone(),
        at: failure.at.to_string(),
        is_final: failure.is_final,
    })
}

pub(super) fn failure_from_json(text: &str) -> Option<PublishFailure> {
    let FailureJson { note, at, is_final } = serde_json::from_str(text).ok()?;
    let at = at.parse().ok()?;
    Some(PublishFailure { note, at, is_final })
}

fn audience_to(audience: Audience) -> AudienceJson {
    AudienceJson {
        tag_id: audience.tag_id,
        platform: audience.platform.map(|platform| platform.name().to_owned()),
    }
}

fn audience_from(json: AudienceJson) -> Option<Audience> {
    let platform = match json.platform {
        Some(name) => Some(Platform::from_name(&name)?),
        None => None,
    };
    Some(Audience {
        tag_id: json.tag_id,
        platform,
    })
}

fn buttons_to(menu: &Menu) -> Vec<ButtonJson> {
    menu.buttons.iter().map(button_to).collect()
}

fn buttons_from(buttons: Vec<ButtonJson>) -> Menu {
    Menu {
        buttons: buttons.into_iter().map(button_from).collect(),
    }
}

fn button_to(button: &Button) -> ButtonJson {
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
    ButtonJson {
        name,
        kind,
        key,
        url,
        media_id,
        app_id,
        page_path,
        article_id,
        sub_buttons: sub_buttons.iter().map(button_to).collect(),
    }
}

fn button_from(json: ButtonJson) -> Button {
    let ButtonJson {
        name,
        kind,
        key,
        url,
        media_id,
        app_id,
        page_path,
        article_id,
        sub_buttons,
    } = json;
    Button {
        name,
        kind,
        key,
        url,
        media_id,
        app_id,
        page_path,
        article_id,
        sub_buttons: sub_buttons.into_iter().map(button_from).collect(),
    }
}
