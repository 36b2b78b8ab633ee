//! Broadcasts (群发通知): one message to many people, each of whom gets a delivery of their own.

use super::channel::Link;
use super::custom_message::CustomMessage;
use super::template::TemplateKind;
use crate::ids::{BroadcastId, EventId};
use crate::time::Timestamp;

/// Most people of an explicit list.
pub const MAX_LIST: usize = 10_000;
/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BroadcastContent {
    /// A template, with its mapping as it was when the broadcast was made.
    Template {
        /// Its kind.
        kind: TemplateKind,
        /// WeChat's template id.
        template_id: String,
        /// Key → text with our placeholders.
        mapping: Vec<(String, String)>,
        /// Where a tap leads.
        link: Link,
    },
    /// A customer-service message; its texts may hold our placeholders.
    Custom(CustomMessage),
}

/// Which attendees of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttendeeGroup {
    /// Everybody who is registered.
    All,
    /// Those who came.
    CheckedIn,
    /// Those who did not.
    NotCheckedIn,
}

impl AttendeeGroup {
    /// All groups.
    pub const ALL: [Self; 3] = [Self::All, Self::CheckedIn, Self::NotCheckedIn];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::CheckedIn => "checked-in",
            Self::NotCheckedIn => "not-checked-in",
        }
    }

    /// The group of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }

    /// As attendees are filtered.
    #[must_use]
    pub const fn checked_in(self) -> Option<bool> {
        match self {
            Self::All => None,
            Self::CheckedIn => Some(true),
            Self::NotCheckedIn => Some(false),
        }
    }
}

/// To whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Attendees of an event who are known at the broadcast's account.
    Event {
        /// The event.
        event: EventId,
        /// Which of them.
        group: AttendeeGroup,
    },
    /// Followers with a tag of WeChat's.
    Tag {
        /// The tag.
        tag: i64,
    },
    /// People named one by one, at most [`MAX_LIST`]; the list is stored beside the broadcast.
    List {
        /// How many.
        people: u32,
    },
}

/// Where a broadcast stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BroadcastState {
    /// Its people are being gathered; the first of them may be served already.
    Preparing,
    /// Everybody has a delivery; not all are settled.
    Sending,
    /// Every delivery is settled.
    Done,
    /// Nothing more is sent. What was under way at that moment got its true state.
    Cancelled,
}

impl BroadcastState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Preparing, Self::Sending, Self::Done, Self::Cancelled];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Sending => "sending",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What happened to a broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BroadcastHappened {
    /// It was ordered.
    Created,
    /// Everybody has a delivery.
    Prepared {
        /// How many people.
        people: u64,
    },
    /// The quota of the day is used up.
    Paused {
        /// Nothing is sent before.
        until: Timestamp,
    },
    /// Every delivery is settled.
    Done,
    /// It was called off.
    Cancelled,
}

/// A message to many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broadcast {
    /// Its id.
    pub id: BroadcastId,
    /// Our name of the account that sends it.
    pub account: String,
    /// What operators call it; nobody else reads it.
    pub title: String,
    /// What is sent.
    pub content: BroadcastContent,
    /// To whom.
    pub audience: Audience,
    /// The event whose facts fill placeholders: the audience's, or one named besides.
    pub about: Option<EventId>,
    /// Where it stands.
    pub state: BroadcastState,
    /// How far its people are gathered; the meaning is the audience's.
    pub cursor: Option<String>,
    /// People gathered so far, each with a delivery.
    pub people: u64,
    /// Nothing is sent before: the quota of the day is used up.
    pub paused_until: Option<Timestamp>,
    /// When it was ordered.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts changes from 1; also the version of its stream in the event log.
    pub version: u64,
}

/// A broadcast cannot be called off any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the broadcast is done")]
pub struct BroadcastOver;

impl Broadcast {
    /// Whether its jobs have anything to do.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, BroadcastState::Preparing | BroadcastState::Sending)
    }

    /// Notes that `people` more have a delivery, up to `cursor`; `None` when these were the last.
    pub fn gathered(&mut self, people: u64, cursor: Option<String>, now: Timestamp) -> Option<BroadcastHappened> {
        self.people += people;
        let is_last = cursor.is_none();
        self.cursor = cursor;
        self.touch(now);
        if !is_last {
            return None;
        }
        self.state = BroadcastState::Sending;
        Some(BroadcastHappened::Prepared { people: self.people })
    }

    /// Notes that every delivery is settled. `None` when it is not to be noted: people are still gathered, or it is over.
    pub fn finish(&mut self, now: Timestamp) -> Option<BroadcastHappened> {
        if self.state != BroadcastState::Sending {
            return None;
        }
        self.state = BroadcastState::Done;
        self.paused_until = None;
        self.touch(now);
        Some(BroadcastHappened::Done)
    }

    /// Calls it off. `None`: it was before.
    ///
    /// # Errors
    /// When it is done.
    pub fn cancel(&mut self, now: Timestamp) -> Result<Option<BroadcastHappened>, BroadcastOver> {
        match self.state {
            BroadcastState::Done => Err(BroadcastOver),
            BroadcastState::Cancelled => Ok(None),
            BroadcastState::Preparing | BroadcastState::Sending => {
                self.state = BroadcastState::Cancelled;
                self.paused_until = None;
                self.touch(now);
                Ok(Some(BroadcastHappened::Cancelled))
            }
        }
    }

    /// Sends nothing before `until`. `false`: that is so already, or it is over.
    pub fn pause(&mut self, until: Timestamp, now: Timestamp) -> bool {
        if !self.is_open() || self.paused_until.is_some_and(|paused| paused >= until) {
            return false;
        }
        self.paused_until = Some(until);
        self.touch(now);
        true
    }

    const fn touch(&mut self, now: Timestamp) {
        self.updated_at = now;
        self.version += 1;
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_unix_seconds(second)
    }

    fn broadcast() -> Broadcast {
        Broadcast {
            id: BroadcastId::from_uuid(Uuid::from_u128(1)),
            account: "default".to_owned(),
            title: "提醒".to_owned(),
            content: BroadcastContent::Custom(CustomMessage::Text("明天见".to_owned())),
            audience: Audience::List { people: 3 },
            about: None,
            state: BroadcastState::Preparing,
            cursor: None,
            people: 0,
            paused_until: None,
            created_at: at(0),
            updated_at: at(0),
            version: 1,
        }
    }

    #[test]
    fn people_are_gathered_page_by_page_until_the_last() {
        let mut broadcast = broadcast();
        assert_eq!(broadcast.gathered(2, Some("2".to_owned()), at(1)), None);
        assert_eq!(broadcast.finish(at(1)), None, "people are still gathered");
        let last = broadcast.gathered(1, None, at(2));
        assert_eq!(last, Some(BroadcastHappened::Prepared { people: 3 }));
        assert_eq!(broadcast.finish(at(3)), Some(BroadcastHappened::Done));
        assert_eq!(broadcast.version, 4);
    }

    #[test]
    fn what_is_done_cannot_be_called_off_and_what_is_called_off_stays_so() {
        let mut done = broadcast();
        done.gathered(0, None, at(1));
        done.finish(at(1));
        assert_eq!(done.cancel(at(2)), Err(BroadcastOver));
        let mut cancelled = broadcast();
        assert_eq!(cancelled.cancel(at(1)), Ok(Some(BroadcastHappened::Cancelled)));
        assert_eq!(cancelled.cancel(at(2)), Ok(None));
        assert_eq!(cancelled.finish(at(2)), None);
        assert!(!cancelled.pause(at(9), at(2)));
    }

    #[test]
    fn a_pause_is_noted_once() {
        let mut broadcast = broadcast();
        assert!(broadcast.pause(at(9), at(1)) && !broadcast.pause(at(9), at(2)));
    }
}
