//! The menu of an app.

use serde::{Deserialize, Serialize};

use super::wecom_call;
use crate::api::{
    Empty, Query, bounds,
    invalid::{Validity, each, needed, present},
    lenient,
};

/// Replaces an app's menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreateMenu {
    /// The app; not a part of the body.
    #[serde(skip)]
    pub agentid: i64,
    /// 1 to 3.
    pub button: Vec<MenuButton>,
}
wecom_call!(CreateMenu: post "/cgi-bin/menu/create" => Empty, repeatable {
    fn query(&self) -> Query<'_> { vec![("agentid", self.agentid.to_string().into())] }
});

/// Asks for an app's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetMenu {
    /// The app.
    pub agentid: i64,
}
wecom_call!(GetMenu: get "/cgi-bin/menu/get" => Menu, repeatable {
    fn query(&self) -> Query<'_> { vec![("agentid", self.agentid.to_string().into())] }
});

/// Deletes an app's menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeleteMenu {
    /// The app.
    pub agentid: i64,
}
wecom_call!(DeleteMenu: get "/cgi-bin/menu/delete" => Empty, repeatable {
    fn query(&self) -> Query<'_> { vec![("agentid", self.agentid.to_string().into())] }
});

/// The answer to [`GetMenu`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Menu {
    /// The buttons.
    #[serde(deserialize_with = "lenient::list")]
    pub button: Vec<MenuButton>,
}

/// A button, or a name with buttons below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MenuButton {
    /// `click`, `view`, `scancode_push`, `scancode_waitmsg`, `pic_sysphoto`, `pic_photo_or_album`, `pic_weixin`,
    /// `location_select` or `view_miniprogram`; none above others.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// At most 16 bytes, below another 40.
    pub name: String,
    /// Comes back with a tap; at most 128 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Where a `view` leads; at most 1024 bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The Mini Program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appid: Option<String>,
    /// Its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagepath: Option<String>,
    /// At most 5 buttons.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lenient::list")]
    pub sub_button: Vec<MenuButton>,
}

impl CreateMenu {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When there are too many buttons or levels, or a button lacks what its type needs.
    pub fn check(&self) -> Validity {
        bounds::items("button", &self.button, 1..=3)?;
        each("button", &self.button, |button| {
            bounds::bytes("name", &button.name, 1..=16)?;
            if button.sub_button.is_empty() {
                return button.check_action();
            }
            bounds::items("sub_button", &button.sub_button, 1..=5)?;
            each("sub_button", &button.sub_button, |below| {
                bounds::bytes("name", &below.name, 1..=40)?;
                bounds::items("sub_button", &below.sub_button, 0..=0)?;
                below.check_action()
            })
        })
    }
}

impl MenuButton {
    fn check_action(&self) -> Validity {
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        match self.kind.as_deref() {
            None => needed("type", false),
            Some("view") => Ok(bounds::bytes("url", &text(&self.url), 1..=1024)?),
            Some("view_miniprogram") => {
                present("appid", &text(&self.appid))?;
                present("pagepath", &text(&self.pagepath))
            }
            Some(_) => Ok(bounds::bytes("key", &text(&self.key), 1..=128)?),
        }
    }
}
