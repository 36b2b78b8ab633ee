//! What is known of an account's menus: what is being edited, what shall be published, what was.

use super::conditional::{ConditionalMenu, WantedConditional};
use super::tree::Menu;
use crate::ids::MenuBoardId;
use crate::time::Timestamp;

/// All of an account's menus, for adapters to store and restore them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBoard {
    /// Its id; its stream in the event log.
    pub id: MenuBoardId,
    /// Our name of the account.
    pub account: String,
    /// The default menu being edited; may break WeChat's limits.
    pub menu: Menu,
    /// The conditional menus being edited; later ones win.
    pub conditional: Vec<ConditionalMenu>,
    /// Counts changes of what is edited, from 1. The version that editors see.
    pub edition: u64,
    /// What shall be published and is not yet.
    pub wanted: Option<Wanted>,
    /// What was published last.
    pub published: Option<Published>,
    /// What went wrong since.
    pub failure: Option<PublishFailure>,
    /// Until when one process alone may publish.
    pub busy_until: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When what is edited last changed.
    pub updated_at: Timestamp,
    /// Counts every change, from 1; also the version of its stream in the event log.
    pub version: u64,
}

/// What shall be published: sound, and no longer touched by editing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The edition it is.
    pub edition: u64,
    /// The default menu.
    pub menu: Menu,
    /// The conditional ones, in order.
    pub conditional: Vec<WantedConditional>,
}

/// What was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Which edition.
    pub edition: u64,
    /// When WeChat had all of it.
    pub at: Timestamp,
}

/// What went wrong while publishing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishFailure {
    /// What is known, safe to show.
    pub note: String,
    /// When.
    pub at: Timestamp,
    /// Whether it is given up; otherwise it is tried again.
    pub is_final: bool,
}

/// Where publishing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publication {
    /// Nothing was published from here.
    None,
    /// It is under way, or tried again soon.
    Pending,
    /// WeChat has it.
    Published,
    /// It was given up.
    Failed,
}

impl Publication {
    /// The stable name, used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pending => "pending",
            Self::Published => "published",
            Self::Failed => "failed",
        }
    }
}
