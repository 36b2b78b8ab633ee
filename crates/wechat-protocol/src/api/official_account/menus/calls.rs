//! The menu for everybody.

use serde::{Deserialize, Serialize};

use super::check::check;
use super::{Button, MatchRule, MenuFaults, ReadButton};
use crate::api::call::api_call;
use crate::api::{Empty, lenient};

/// Makes the menu for everybody, in place of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CreateMenu {
    button: Vec<Button>,
}
api_call!(CreateMenu: post "/cgi-bin/menu/create" => Empty, repeatable);

impl CreateMenu {
    /// With these buttons.
    ///
    /// # Errors
    /// Everything that WeChat would refuse (40016 to 40027, 40054, 40055).
    pub fn new(button: Vec<Button>) -> Result<Self, MenuFaults> {
        check(&button)?;
        Ok(Self { button })
    }
}

/// Asks for the menus made through the API; refused with 46003 when there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetMenus;
api_call!(GetMenus: get "/cgi-bin/menu/get" => Menus, repeatable);

/// The menus made through the API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Menus {
    /// For everybody.
    pub menu: ReadMenu,
    /// For some people; the last that fits counts.
    #[serde(default, deserialize_with = "lenient::list")]
    pub conditionalmenu: Vec<MenuWithRule>,
}

/// A menu.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ReadMenu {
    /// Its buttons.
    #[serde(deserialize_with = "lenient::list")]
    pub button: Vec<ReadButton>,
    /// Its number; empty where there are no menus for some people.
    #[serde(deserialize_with = "lenient::text")]
    pub menuid: String,
}

/// A menu for some people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct MenuWithRule {
    /// Its buttons.
    #[serde(deserialize_with = "lenient::list")]
    pub button: Vec<ReadButton>,
    /// For whom.
    pub matchrule: MatchRule,
    /// Its number.
    #[serde(deserialize_with = "lenient::text")]
    pub menuid: String,
}

/// Takes away all menus, also those for some people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeleteMenus;
api_call!(DeleteMenus: get "/cgi-bin/menu/delete" => Empty, repeatable);

/// Asks for the menu people see, whether made through the API or in WeChat's console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetCurrentMenu;
api_call!(GetCurrentMenu: get "/cgi-bin/get_current_selfmenu_info" => CurrentMenu, repeatable);

/// The menu people see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CurrentMenu {
    /// Whether it is shown.
    #[serde(deserialize_with = "lenient::flag")]
    pub is_menu_open: bool,
    /// The menu.
    pub selfmenu_info: ReadMenu,
}
