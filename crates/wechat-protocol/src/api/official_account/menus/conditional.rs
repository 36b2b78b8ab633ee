//! Menus for some people (个性化菜单). They need a menu for everybody (65303), cannot be changed, and the last that fits
//! counts. A day has 2,000 additions, 2,000 deletions and 20,000 tries.

use serde::{Deserialize, Serialize, Serializer};

use super::check::check_conditional;
use super::{Button, MenuFaults, ReadButton};
use crate::api::call::{api_call, debug_showing};
use crate::api::{Empty, lenient};

/// For whom a menu is. WeChat refuses sex, place and language since it stopped telling them (65320).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MatchRule {
    /// Who has this tag. Answers also call it by its old name.
    #[serde(
        alias = "group_id",
        skip_serializing_if = "String::is_empty",
        deserialize_with = "lenient::text"
    )]
    pub tag_id: String,
    /// Who uses this kind of phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_platform_type: Option<Platform>,
}

/// A kind of phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Platform {
    /// iOS.
    Ios,
    /// Android.
    Android,
    /// Anything else.
    Other,
}

impl Serialize for Platform {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Ios => "1",
            Self::Android => "2",
            Self::Other => "3",
        })
    }
}

impl<'de> Deserialize<'de> for Platform {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match lenient::text(deserializer)?.as_str() {
            "1" => Self::Ios,
            "2" => Self::Android,
            _ => Self::Other,
        })
    }
}

/// Makes a menu for some people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddConditionalMenu {
    button: Vec<Button>,
    matchrule: MatchRule,
}
api_call!(AddConditionalMenu: post "/cgi-bin/menu/addconditional" => MenuId, once);

impl AddConditionalMenu {
    /// With these buttons.
    ///
    /// # Errors
    /// Everything that WeChat would refuse, also a rule that says nothing, and links to more than 3 hosts.
    pub fn new(button: Vec<Button>, matchrule: MatchRule) -> Result<Self, MenuFaults> {
        let has_rule = !matchrule.tag_id.is_empty() || matchrule.client_platform_type.is_some();
        check_conditional(&button, has_rule)?;
        Ok(Self { button, matchrule })
    }
}

/// The number of a menu for some people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuId {
    /// The number.
    #[serde(deserialize_with = "lenient::text")]
    pub menuid: String,
}

/// Takes away a menu for some people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct DeleteConditionalMenu(MenuId);
api_call!(DeleteConditionalMenu: post "/cgi-bin/menu/delconditional" => Empty, repeatable);

impl DeleteConditionalMenu {
    /// This menu.
    #[must_use]
    pub fn new(menu: MenuId) -> Self {
        Self(menu)
    }
}

/// Asks which menu a person sees. `Debug` does not show whom.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct TryMenu {
    user_id: String,
}
api_call!(TryMenu: post "/cgi-bin/menu/trymatch" => SeenMenu, repeatable);
debug_showing!(TryMenu);

impl TryMenu {
    /// By open id or WeChat name.
    #[must_use]
    pub fn new(user_id: &str) -> Self {
        Self {
            user_id: user_id.to_owned(),
        }
    }
}

/// The menu a person sees. WeChat's documentation wraps the buttons in `menu`, its answers need not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SeenMenu {
    #[serde(deserialize_with = "lenient::list")]
    button: Vec<ReadButton>,
    menu: Option<super::ReadMenu>,
}

impl SeenMenu {
    /// The buttons.
    #[must_use]
    pub fn buttons(&self) -> &[ReadButton] {
        self.menu.as_ref().map_or(&self.button, |menu| &menu.button)
    }
}
