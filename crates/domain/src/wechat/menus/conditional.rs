//! Menus for some people.

use std::fmt;

use super::tree::Menu;
use crate::ids::ConditionalMenuId;

/// Who sees a conditional menu. All that is named must hold. WeChat refuses every other condition (65320).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Audience {
    /// Followers with this tag.
    pub tag_id: Option<i64>,
    /// People on this platform.
    pub platform: Option<Platform>,
}

impl Audience {
    /// Whether nothing is named.
    #[must_use]
    pub const fn is_everybody(&self) -> bool {
        self.tag_id.is_none() && self.platform.is_none()
    }
}

/// `tag 2, ios`, or `everybody`.
impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.tag_id, self.platform) {
            (None, None) => f.write_str("everybody"),
            (Some(tag), None) => write!(f, "tag {tag}"),
            (None, Some(platform)) => f.write_str(platform.name()),
            (Some(tag), Some(platform)) => write!(f, "tag {tag}, {}", platform.name()),
        }
    }
}

/// A platform of WeChat's client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Platform {
    /// iPhone and iPad.
    Ios,
    /// Android.
    Android,
    /// Any other.
    Other,
}

impl Platform {
    /// All platforms with their stable names and WeChat's numbers (`client_platform_type`).
    pub const ALL: [(Self, &'static str, u8); 3] = [
        (Self::Ios, "ios", 1),
        (Self::Android, "android", 2),
        (Self::Other, "other", 3),
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ios => "ios",
            Self::Android => "android",
            Self::Other => "other",
        }
    }

    /// The platform of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known, _)| *known == name)
            .map(|(platform, ..)| *platform)
    }

    /// WeChat's number.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Ios => 1,
            Self::Android => 2,
            Self::Other => 3,
        }
    }

    /// The platform of WeChat's number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(.., known)| *known == number)
            .map(|(platform, ..)| *platform)
    }
}

/// A conditional menu being edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionalMenu {
    /// Its id here; WeChat gives it another with every publishing.
    pub id: ConditionalMenuId,
    /// What organizers call it; may be empty.
    pub name: String,
    /// Who sees it.
    pub audience: Audience,
    /// The menu.
    pub menu: Menu,
}

impl ConditionalMenu {
    /// Most conditional menus of one account.
    pub const MOST_PER_ACCOUNT: usize = 50;
    /// Longest name in characters.
    pub const MAX_NAME: usize = 100;
}

/// A conditional menu that WeChat shall have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedConditional {
    /// Who shall see it.
    pub audience: Audience,
    /// The menu.
    pub menu: Menu,
}
