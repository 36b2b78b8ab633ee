//! The menus of an official account: one for everybody, and personalised ones (个性化菜单).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::people::Person;

/// A menu as it was created; `buttons` is the checked `button` array.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Menu {
    /// `menuid`
    pub id: u64,
    /// `button`
    pub buttons: Vec<Value>,
    /// Whom it is for; none for the default menu.
    pub rule: Option<MatchRule>,
}

/// Who sees a personalised menu.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRule {
    /// People with this tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<i64>,
    /// People with this kind of phone: 1 iOS, 2 Android, 3 other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_platform_type: Option<i64>,
}

impl MatchRule {
    fn fits(&self, person: &Person) -> bool {
        self.tag_id.is_none_or(|tag| person.tags.contains(&tag))
            && self
                .client_platform_type
                .is_none_or(|platform| platform == person.client_platform)
    }
}

/// All menus.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Menus {
    /// The default menu.
    pub default: Option<Menu>,
    /// Personalised ones, oldest first.
    pub conditional: Vec<Menu>,
    last_id: u64,
}

/// Menu ids of the simulator begin here.
const FIRST_ID: u64 = 400_000_000;

impl Menus {
    /// A number for a new menu.
    pub fn next_id(&mut self) -> u64 {
        self.last_id = self.last_id.max(FIRST_ID) + 1;
        self.last_id
    }

    /// The menu a person sees: the newest personalised one that fits, or the default.
    #[must_use]
    pub fn seen_by(&self, person: &Person) -> Option<&Menu> {
        let fitting = self
            .conditional
            .iter()
            .rev()
            .find(|menu| menu.rule.is_some_and(|rule| rule.fits(person)));
        fitting.or(self.default.as_ref())
    }
}
