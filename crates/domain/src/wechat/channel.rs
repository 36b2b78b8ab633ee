//! Promotion channels (推广渠道): posters, partners, shop windows. Each has QR codes of its own, so that one can tell
//! which of them brings people.

use crate::ids::{ChannelId, EventId};
use crate::text::{bounded, single_line};
use crate::time::Timestamp;
use crate::validation::FieldFaults;

/// What is said of a channel, unchecked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChannelDraft {
    /// 1 to 60 characters on one line.
    pub name: String,
    /// At most 500 characters.
    pub note: String,
    /// The event that a scan of its codes registers for.
    pub event: Option<EventId>,
}

impl ChannelDraft {
    fn checked(self) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        let name = faults.keep("name", single_line(&self.name, 1..=60));
        let note = faults.keep("note", bounded(&self.note, 0..=500));
        faults.check()?;
        Ok(Self {
            name: name.unwrap_or_default(),
            note: note.unwrap_or_default(),
            event: self.event,
        })
    }
}

/// What happened to a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelHappened {
    /// It was set up.
    Created(ChannelDraft),
    /// It was changed.
    Changed(ChannelDraft),
    /// A code was made for it.
    CodeIssued {
        /// The scene in the code.
        scene: String,
    },
    /// It was deleted. Its codes lead nowhere any more and are not renewed.
    Deleted,
}

/// A channel as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChannel {
    /// Its id.
    pub id: ChannelId,
    /// Our name of the account that makes its codes.
    pub account: String,
    /// What is said of it.
    pub draft: ChannelDraft,
    /// When it was set up.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// Grows by one with every change.
    pub version: u64,
}

/// A promotion channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel(StoredChannel);

impl Channel {
    /// Sets a channel up.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn create(
        id: ChannelId,
        account: &str,
        draft: ChannelDraft,
        now: Timestamp,
    ) -> Result<(Self, ChannelHappened), FieldFaults> {
        let draft = draft.checked()?;
        let happened = ChannelHappened::Created(draft.clone());
        let channel = Self(StoredChannel {
            id,
            account: account.to_owned(),
            draft,
            created_at: now,
            updated_at: now,
            deleted_at: None,
            version: 1,
        });
        Ok((channel, happened))
    }

    /// For adapters: a channel as it was stored.
    #[must_use]
    pub const fn restore(stored: StoredChannel) -> Self {
        Self(stored)
    }

    /// As it is stored.
    #[must_use]
    pub const fn stored(&self) -> &StoredChannel {
        &self.0
    }

    /// Whether it is in use.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.0.deleted_at.is_none()
    }

    /// Changes what is said of it; `None` when that is said already.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn change(&mut self, draft: ChannelDraft, now: Timestamp) -> Result<Option<ChannelHappened>, FieldFaults> {
        let draft = draft.checked()?;
        if draft == self.0.draft {
            return Ok(None);
        }
        self.0.draft = draft.clone();
        Ok(Some(self.happened(now, ChannelHappened::Changed(draft))))
    }

    /// Notes that a code was made for it.
    pub fn issue_code(&mut self, scene: &str, now: Timestamp) -> ChannelHappened {
        let scene = scene.to_owned();
        self.happened(now, ChannelHappened::CodeIssued { scene })
    }

    /// Deletes it.
    pub fn delete(&mut self, now: Timestamp) -> ChannelHappened {
        self.0.deleted_at = Some(now);
        self.happened(now, ChannelHappened::Deleted)
    }

    fn happened(&mut self, now: Timestamp, happened: ChannelHappened) -> ChannelHappened {
        self.0.updated_at = now;
        self.0.version += 1;
        happened
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn named(name: &str) -> ChannelDraft {
        ChannelDraft {
            name: name.to_owned(),
            ..ChannelDraft::default()
        }
    }

    fn created() -> Channel {
        let id = ChannelId::from_uuid(Uuid::from_u128(1));
        Channel::create(id, "default", named("海报"), Timestamp::MIN).unwrap().0
    }

    #[test]
    fn a_name_is_one_line_of_one_to_sixty_characters() {
        let at = |name: &str| {
            let id = ChannelId::from_uuid(Uuid::from_u128(1));
            Channel::create(id, "default", named(name), Timestamp::MIN).is_ok()
        };
        assert!(at("海") && at(&"海".repeat(60)));
        assert!(!at("") && !at("  ") && !at(&"海".repeat(61)) && !at("a\nb") && !at("a\0b"));
    }

    #[test]
    fn saying_the_same_again_changes_nothing() {
        let mut channel = created();
        assert_eq!(channel.change(named(" 海报 "), Timestamp::MAX), Ok(None));
        assert_eq!(channel.stored().version, 1);
    }

    #[test]
    fn every_change_is_a_version() {
        let mut channel = created();
        channel.change(named("橱窗"), Timestamp::MAX).unwrap();
        channel.issue_code("ch-1", Timestamp::MAX);
        channel.delete(Timestamp::MAX);
        assert_eq!(channel.stored().version, 4);
        assert!(!channel.is_there());
    }
}
