//! The menus of an account: edited, asked to be published, published.

use super::check::{MenuFault, check_all};
use super::conditional::{ConditionalMenu, WantedConditional};
use super::stored::{Publication, PublishFailure, Published, StoredBoard, Wanted};
use super::tree::Menu;
use crate::ids::{ConditionalMenuId, MenuBoardId};
use crate::time::Timestamp;

/// What happened to the menus of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoardHappened {
    /// The default menu was edited.
    Edited(Menu),
    /// A conditional menu was added behind the others.
    ConditionalAdded(Box<ConditionalMenu>),
    /// A conditional menu was edited.
    ConditionalChanged(Box<ConditionalMenu>),
    /// A conditional menu was removed.
    ConditionalRemoved(ConditionalMenuId),
    /// Publishing was asked for.
    PublishRequested {
        /// Of this edition.
        edition: u64,
    },
    /// WeChat has it.
    Published {
        /// This edition.
        edition: u64,
    },
    /// Publishing was given up.
    PublishFailed {
        /// Of this edition.
        edition: u64,
        /// Why.
        note: String,
    },
    /// Every menu was taken from WeChat.
    Withdrawn,
}

/// The menus of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuBoard {
    stored: StoredBoard,
}

impl MenuBoard {
    /// Begins without any menu.
    #[must_use]
    pub fn open(id: MenuBoardId, account: &str, now: Timestamp) -> Self {
        let stored = StoredBoard {
            id,
            account: account.to_owned(),
            menu: Menu::default(),
            conditional: Vec::new(),
            edition: 0,
            wanted: None,
            published: None,
            failure: None,
            busy_until: None,
            created_at: now,
            updated_at: now,
            version: 0,
        };
        Self { stored }
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredBoard) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredBoard {
        &self.stored
    }

    /// Counts every change.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.stored.version
    }

    /// What WeChat would refuse in what is edited.
    #[must_use]
    pub fn faults(&self) -> Vec<MenuFault> {
        check_all(&self.stored.menu, &self.stored.conditional)
    }

    /// Where publishing stands.
    #[must_use]
    pub fn publication(&self) -> Publication {
        let gave_up = self.stored.failure.as_ref().is_some_and(|failure| failure.is_final);
        match (&self.stored.wanted, &self.stored.published) {
            (Some(_), _) if gave_up => Publication::Failed,
            (Some(_), _) => Publication::Pending,
            (None, Some(_)) => Publication::Published,
            (None, None) => Publication::None,
        }
    }

    /// Replaces the default menu. `None` when it is that already.
    pub fn edit(&mut self, menu: Menu, now: Timestamp) -> Option<BoardHappened> {
        if self.stored.menu == menu {
            return None;
        }
        self.stored.menu = menu.clone();
        self.edited(now);
        Some(BoardHappened::Edited(menu))
    }

    /// A conditional menu being edited.
    #[must_use]
    pub fn conditional(&self, id: ConditionalMenuId) -> Option<&ConditionalMenu> {
        self.stored.conditional.iter().find(|one| one.id == id)
    }

    /// Adds a conditional menu behind the others; a known id changes nothing.
    pub fn add_conditional(&mut self, menu: ConditionalMenu, now: Timestamp) -> Option<BoardHappened> {
        if self.conditional(menu.id).is_some() {
            return None;
        }
        self.stored.conditional.push(menu.clone());
        self.edited(now);
        Some(BoardHappened::ConditionalAdded(Box::new(menu)))
    }

    /// Replaces the conditional menu of the same id, in its place. `None` when it is that already or unknown.
    pub fn change_conditional(&mut self, menu: ConditionalMenu, now: Timestamp) -> Option<BoardHappened> {
        let present = self.stored.conditional.iter_mut().find(|one| one.id == menu.id)?;
        if *present == menu {
            return None;
        }
        *present = menu.clone();
        self.edited(now);
        Some(BoardHappened::ConditionalChanged(Box::new(menu)))
    }

    /// Removes a conditional menu. `None` when it is unknown.
    pub fn remove_conditional(&mut self, id: ConditionalMenuId, now: Timestamp) -> Option<BoardHappened> {
        let place = self.stored.conditional.iter().position(|one| one.id == id)?;
        self.stored.conditional.remove(place);
        self.edited(now);
        Some(BoardHappened::ConditionalRemoved(id))
    }

    /// Asks for what is edited to be published.
    ///
    /// # Errors
    /// What WeChat would refuse.
    pub fn request_publishing(&mut self) -> Result<BoardHappened, Vec<MenuFault>> {
        let faults = self.faults();
        if !faults.is_empty() {
            return Err(faults);
        }
        let edition = self.stored.edition;
        let conditional = self.stored.conditional.iter().map(|one| WantedConditional {
            audience: one.audience,
            menu: one.menu.clone(),
        });
        self.stored.wanted = Some(Wanted {
            edition,
            menu: self.stored.menu.clone(),
            conditional: conditional.collect(),
        });
        self.stored.failure = None;
        self.stored.version += 1;
        Ok(BoardHappened::PublishRequested { edition })
    }

    /// Takes the sole right to speak with WeChat about menus until `until`. `false` when another process has it.
    pub fn take(&mut self, now: Timestamp, until: Timestamp) -> bool {
        if self.stored.busy_until.is_some_and(|busy| now < busy) {
            return false;
        }
        self.stored.busy_until = Some(until);
        self.stored.version += 1;
        true
    }

    /// Notes that WeChat has an edition, and gives the right back. A later wish stays.
    pub fn published(&mut self, edition: u64, now: Timestamp) -> BoardHappened {
        self.stored.published = Some(Published { edition, at: now });
        if self
            .stored
            .wanted
            .as_ref()
            .is_some_and(|wanted| wanted.edition == edition)
        {
            self.stored.wanted = None;
            self.stored.failure = None;
        }
        self.give_back();
        BoardHappened::Published { edition }
    }

    /// Notes that an attempt failed, and gives the right back. Says what happened once it is given up.
    pub fn failed(&mut self, note: &str, is_final: bool, now: Timestamp) -> Option<BoardHappened> {
        let edition = self.stored.wanted.as_ref()?.edition;
        self.stored.failure = Some(PublishFailure {
            note: note.to_owned(),
            at: now,
            is_final,
        });
        self.give_back();
        is_final.then(|| BoardHappened::PublishFailed {
            edition,
            note: note.to_owned(),
        })
    }

    /// Notes that WeChat has no menu any more, and gives the right back.
    pub fn withdrawn(&mut self) -> BoardHappened {
        self.stored.wanted = None;
        self.stored.published = None;
        self.stored.failure = None;
        self.give_back();
        BoardHappened::Withdrawn
    }

    /// Gives back the right to speak with WeChat.
    pub fn give_back(&mut self) {
        self.stored.busy_until = None;
        self.stored.version += 1;
    }

    fn edited(&mut self, now: Timestamp) {
        self.stored.edition += 1;
        self.stored.updated_at = now;
        self.stored.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::wechat::menus::Button;

    fn now() -> Timestamp {
        Timestamp::from_unix_seconds(1_796_089_260)
    }

    fn menu(name: &str) -> Menu {
        Menu {
            buttons: vec![Button {
                name: name.to_owned(),
                kind: Some("click".to_owned()),
                key: Some("K".to_owned()),
                ..Button::default()
            }],
        }
    }

    fn board() -> MenuBoard {
        let mut board = MenuBoard::open(MenuBoardId::from_uuid(uuid::Uuid::nil()), "default", now());
        board.edit(menu("a"), now());
        board
    }

    #[test]
    fn what_is_published_is_what_was_asked_for_and_not_what_was_edited_since() {
        let mut board = board();
        board.request_publishing().unwrap();
        board.edit(menu("b"), now());
        assert_eq!(board.stored().wanted.as_ref().unwrap().menu, menu("a"));
        board.published(1, now());
        assert_eq!(board.publication(), Publication::Published);
        assert_eq!(
            (board.stored().published.unwrap().edition, board.stored().edition),
            (1, 2)
        );
    }

    #[test]
    fn a_broken_menu_is_kept_but_not_published() {
        let mut board = board();
        board.edit(Menu::default(), now());
        let version = board.version();
        assert_eq!(board.request_publishing().unwrap_err()[0].at, "buttons");
        assert_eq!((board.version(), board.publication()), (version, Publication::None));
    }

    #[test]
    fn one_process_publishes_at_a_time_and_a_dead_one_is_succeeded() {
        let mut board = board();
        let until = now().plus(Duration::from_mins(1));
        assert!(board.take(now(), until));
        assert!(!board.take(now(), until));
        assert!(board.take(until, until.plus(Duration::from_mins(1))));
    }

    #[test]
    fn a_wish_made_meanwhile_outlives_the_publishing_before_it() {
        let mut board = board();
        board.request_publishing().unwrap();
        board.edit(menu("b"), now());
        board.request_publishing().unwrap();
        board.published(1, now());
        assert_eq!(board.publication(), Publication::Pending);
    }

    #[test]
    fn a_failure_is_pending_until_it_is_given_up() {
        let mut board = board();
        assert_eq!(board.failed("nothing is wanted", true, now()), None);
        board.request_publishing().unwrap();
        assert_eq!(board.failed("later", false, now()), None);
        assert_eq!(board.publication(), Publication::Pending);
        assert!(board.failed("never", true, now()).is_some());
        assert_eq!(board.publication(), Publication::Failed);
        board.request_publishing().unwrap();
        assert_eq!(board.publication(), Publication::Pending);
    }

    #[test]
    fn editing_to_the_same_changes_nothing() {
        let mut board = board();
        let before = board.clone();
        assert_eq!(board.edit(menu("a"), now()), None);
        assert_eq!(board, before);
    }
}
