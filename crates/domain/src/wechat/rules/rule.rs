//! The rule aggregate.

use std::cmp::Reverse;

use super::trigger::Trigger;
use super::window::ActiveWindow;
use crate::ids::{EventId, ReplyRuleId};
use crate::time::Timestamp;
use crate::wechat::Reply;

/// What a rule is, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDetails {
    /// What organizers call it.
    pub name: String,
    /// 0 to 1,000; the greater goes first.
    pub priority: u16,
    /// What it listens for.
    pub trigger: Trigger,
    /// The event it belongs to; its texts may name that event's facts.
    pub event: Option<EventId>,
    /// When it is awake.
    pub window: ActiveWindow,
    /// Whether it is switched on.
    pub enabled: bool,
    /// What it answers; texts may hold placeholders.
    pub answer: Reply,
}

/// All of a rule, for adapters to store and restore it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRule {
    /// Its id.
    pub id: ReplyRuleId,
    /// Our name of the account.
    pub account: String,
    /// What it is.
    pub details: RuleDetails,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts changes from 1; also the version of its stream in the event log.
    pub version: u64,
}

/// A reply rule of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyRule {
    stored: StoredRule,
}

/// What happened to a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleHappened {
    /// It was made.
    Created(Box<RuleDetails>),
    /// It was changed.
    Changed(Box<RuleDetails>),
    /// It was deleted.
    Deleted,
}

impl ReplyRule {
    /// Most rules of one account.
    pub const MOST_PER_ACCOUNT: u32 = 500;
    /// Most rules of one account that are regular expressions: each costs time on every typed text.
    pub const MOST_PATTERNS: u32 = 100;
    /// Greatest priority.
    pub const MAX_PRIORITY: u16 = 1_000;

    /// Makes a rule.
    #[must_use]
    pub fn create(id: ReplyRuleId, account: &str, details: RuleDetails, now: Timestamp) -> (Self, RuleHappened) {
        let happened = RuleHappened::Created(Box::new(details.clone()));
        let stored = StoredRule {
            id,
            account: account.to_owned(),
            details,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        (Self { stored }, happened)
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredRule) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredRule {
        &self.stored
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> ReplyRuleId {
        self.stored.id
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.stored.version
    }

    /// What it is.
    #[must_use]
    pub const fn details(&self) -> &RuleDetails {
        &self.stored.details
    }

    /// Makes it something else. `None` when it is that already.
    pub fn change(&mut self, details: RuleDetails, now: Timestamp) -> Option<RuleHappened> {
        if self.stored.details == details {
            return None;
        }
        self.stored.details = details;
        self.touch(now);
        Some(RuleHappened::Changed(Box::new(self.stored.details.clone())))
    }

    /// Deletes it.
    pub fn delete(&mut self, now: Timestamp) -> RuleHappened {
        self.touch(now);
        RuleHappened::Deleted
    }

    /// Its place among the rules of its account; the smallest is asked first.
    #[must_use]
    pub fn place(&self) -> impl Ord + use<> {
        let details = self.details();
        (
            Reverse(details.priority),
            Reverse(details.trigger.specificity()),
            Reverse(details.event.is_some()),
            self.stored.created_at,
            self.stored.id,
        )
    }

    fn touch(&mut self, now: Timestamp) {
        self.stored.updated_at = now;
        self.stored.version += 1;
    }
}
