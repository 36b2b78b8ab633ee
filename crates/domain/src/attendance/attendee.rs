//! One person's registration for one event.

use std::fmt;

use crate::ids::{AttendeeId, EventId, MessageId};
use crate::time::Timestamp;

/// A person as a WeChat account knows them. Open ids are case-sensitive and never logged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonRef {
    /// Our name of the WeChat account (`default`).
    pub account: String,
    /// WeChat's id of the person at that account.
    pub open_id: String,
}

impl fmt::Debug for PersonRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonRef({}, …)", self.account)
    }
}

/// What brought a registration about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttendeeSource {
    /// A scan of a registration code.
    QrCode,
    /// The interaction code, typed.
    InteractionCode,
    /// A scan of a check-in code by somebody not registered.
    WalkIn,
}

impl AttendeeSource {
    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::QrCode => "qr-code",
            Self::InteractionCode => "interaction-code",
            Self::WalkIn => "walk-in",
        }
    }

    /// The source of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::QrCode, Self::InteractionCode, Self::WalkIn]
            .into_iter()
            .find(|source| source.name() == name)
    }
}

/// A registration (报名). Its id is the ticket's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// Its id.
    pub id: AttendeeId,
    /// The event.
    pub event: EventId,
    /// Who it is.
    pub person: PersonRef,
    /// What brought it about.
    pub source: AttendeeSource,
    /// The message that brought it about: handled again, it finds its own registration and gives its first answer.
    pub cause: Option<MessageId>,
    /// When it was made.
    pub registered_at: Timestamp,
    /// When the person came.
    pub checked_in_at: Option<Timestamp>,
    /// Where the person came in.
    pub checked_in_gate: Option<String>,
    /// Counts changes from 1; also the version of its stream in the event log.
    pub version: u64,
}
