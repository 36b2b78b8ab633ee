//! When an event lets people register and check in.

use crate::events::EventState;
use crate::time::Timestamp;

/// An event's rules as attendance sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdmissionRules {
    /// Where the event stands.
    pub state: EventState,
    /// Whether it was deleted.
    pub deleted: bool,
    /// Seats; `None` for no limit.
    pub capacity: Option<u32>,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Registration opens; `None`: with publishing.
    pub registration_opens_at: Option<Timestamp>,
    /// Registration closes; `None`: when the event ends.
    pub registration_closes_at: Option<Timestamp>,
    /// Check-in opens; `None`: with publishing.
    pub check_in_opens_at: Option<Timestamp>,
    /// Whether a check-in scan registers somebody who is not registered.
    pub walk_ins: bool,
}

/// Why somebody cannot register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterRefusal {
    /// The event is not published yet, or registration opens later.
    #[error("registration has not opened yet")]
    NotOpenYet {
        /// When it opens, where that is known.
        opens_at: Option<Timestamp>,
    },
    /// Registration closed before the event ends.
    #[error("registration is closed")]
    Closed,
    /// The event is over.
    #[error("the event is over")]
    Over,
    /// The event was called off.
    #[error("the event is cancelled")]
    Cancelled,
    /// The event was deleted or never was.
    #[error("there is no such event")]
    NoSuchEvent,
    /// Every seat is taken.
    #[error("every seat is taken")]
    Full,
}

/// Why somebody cannot be checked in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckInRefusal {
    /// The event is not published yet, or check-in opens later.
    #[error("check-in has not opened yet")]
    NotOpenYet {
        /// When it opens, where that is known.
        opens_at: Option<Timestamp>,
    },
    /// The event is over.
    #[error("the event is over")]
    Over,
    /// The event was called off.
    #[error("the event is cancelled")]
    Cancelled,
    /// The event was deleted or never was.
    #[error("there is no such event")]
    NoSuchEvent,
    /// The person is not registered and could not be registered on the spot.
    #[error("not registered for this event")]
    NotRegistered {
        /// Why a walk-in was refused; `None` where the event takes no walk-ins.
        walk_in: Option<RegisterRefusal>,
    },
    /// The person was checked in before.
    #[error("checked in already")]
    AlreadyCheckedIn {
        /// When the first check-in was.
        at: Timestamp,
        /// Where it was, where that was said.
        gate: Option<String>,
    },
}

impl AdmissionRules {
    /// Whether registration is open at `now`, seats aside.
    ///
    /// # Errors
    /// Why it is not.
    pub fn registration_open(&self, now: Timestamp) -> Result<(), RegisterRefusal> {
        if self.deleted {
            return Err(RegisterRefusal::NoSuchEvent);
        }
        match self.state {
            EventState::Cancelled => Err(RegisterRefusal::Cancelled),
            EventState::Completed => Err(RegisterRefusal::Over),
            EventState::Draft | EventState::Published if self.ends_at <= now => Err(RegisterRefusal::Over),
            EventState::Draft => Err(RegisterRefusal::NotOpenYet {
                opens_at: self.registration_opens_at,
            }),
            EventState::Published => match (self.registration_opens_at, self.registration_closes_at) {
                (Some(opens_at), _) if now < opens_at => Err(RegisterRefusal::NotOpenYet {
                    opens_at: Some(opens_at),
                }),
                (_, Some(closes_at)) if closes_at <= now => Err(RegisterRefusal::Closed),
                _ => Ok(()),
            },
        }
    }

    /// Whether check-in is open at `now`.
    ///
    /// # Errors
    /// Why it is not.
    pub fn check_in_open(&self, now: Timestamp) -> Result<(), CheckInRefusal> {
        if self.deleted {
            return Err(CheckInRefusal::NoSuchEvent);
        }
        match self.state {
            EventState::Cancelled => Err(CheckInRefusal::Cancelled),
            EventState::Completed => Err(CheckInRefusal::Over),
            EventState::Draft | EventState::Published if self.ends_at <= now => Err(CheckInRefusal::Over),
            EventState::Draft => Err(CheckInRefusal::NotOpenYet {
                opens_at: self.check_in_opens_at,
            }),
            EventState::Published => match self.check_in_opens_at {
                Some(opens_at) if now < opens_at => Err(CheckInRefusal::NotOpenYet {
                    opens_at: Some(opens_at),
                }),
                _ => Ok(()),
            },
        }
    }
}
