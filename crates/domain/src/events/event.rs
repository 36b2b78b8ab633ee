//! The event aggregate: its state machine and what may be changed when.

use super::details::EventDetails;
use super::happened::EventHappened;
use super::qr_code::{QrCode, QrCodeRefusal};
use crate::ids::EventId;
use crate::time::Timestamp;

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventState {
    /// Being planned; the public cannot register.
    Draft,
    /// Open to the public.
    Published,
    /// Called off.
    Cancelled,
    /// Over and closed.
    Completed,
}

impl EventState {
    /// All states with their stable names.
    pub const NAMES: [(Self, &'static str); 4] = [
        (Self::Draft, "draft"),
        (Self::Published, "published"),
        (Self::Cancelled, "cancelled"),
        (Self::Completed, "completed"),
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
            Self::Completed => "completed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(state, _)| *state)
    }
}

/// Why an event cannot be changed that way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventRefusal {
    /// Its state does not allow it.
    #[error("the event is {}, so it cannot be {verb}", .state.name())]
    WrongState {
        /// The state it is in.
        state: EventState,
        /// What was wanted, as a past participle.
        verb: &'static str,
    },
    /// More people are registered than the new capacity holds.
    #[error("{taken} seats are taken, so the capacity cannot be {wanted}")]
    CapacityBelowTaken {
        /// Seats taken.
        taken: u32,
        /// The capacity asked for.
        wanted: u32,
    },
}

/// An event (活动).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    stored: StoredEvent,
}

/// All of an event, for adapters to store and restore it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its id.
    pub id: EventId,
    /// Its facts.
    pub details: EventDetails,
    /// Where it stands.
    pub state: EventState,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
    /// When it was first published.
    pub published_at: Option<Timestamp>,
    /// When it was deleted; a deleted event is out of sight but its scene codes still answer.
    pub deleted_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts changes from 1; also the version of its stream in the event log.
    pub version: u64,
}

impl Event {
    /// Plans a new event.
    #[must_use]
    pub fn create(id: EventId, details: EventDetails, now: Timestamp) -> (Self, EventHappened) {
        let happened = EventHappened::Created(Box::new(details.clone()));
        let stored = StoredEvent {
            id,
            details,
            state: EventState::Draft,
            cancel_reason: None,
            published_at: None,
            deleted_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        (Self { stored }, happened)
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredEvent) -> Self {
        Self { stored }
    }

    /// All of it, to store it.
    #[must_use]
    pub const fn stored(&self) -> &StoredEvent {
        &self.stored
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.stored.id
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.stored.version
    }

    /// Its facts.
    #[must_use]
    pub const fn details(&self) -> &EventDetails {
        &self.stored.details
    }

    /// Replaces its facts. `None` when nothing differs.
    ///
    /// # Errors
    /// When it is cancelled or completed, or the capacity would fall below the `taken` seats.
    pub fn change(
        &mut self,
        details: EventDetails,
        taken: u32,
        now: Timestamp,
    ) -> Result<Option<EventHappened>, EventRefusal> {
        self.require("changed", |state| {
            matches!(state, EventState::Draft | EventState::Published)
        })?;
        if let Some(wanted) = details.capacity
            && wanted < taken
        {
            return Err(EventRefusal::CapacityBelowTaken { taken, wanted });
        }
        if details == self.stored.details {
            return Ok(None);
        }
        self.stored.details = details.clone();
        self.touch(now);
        Ok(Some(EventHappened::DetailsChanged(Box::new(details))))
    }

    /// Opens it to the public.
    ///
    /// # Errors
    /// When it is not a draft.
    pub fn publish(&mut self, now: Timestamp) -> Result<EventHappened, EventRefusal> {
        self.require("published", |state| state == EventState::Draft)?;
        self.stored.state = EventState::Published;
        self.stored.published_at = Some(now);
        self.touch(now);
        Ok(EventHappened::Published)
    }

    /// Calls it off.
    ///
    /// # Errors
    /// When it is cancelled or completed already.
    pub fn cancel(&mut self, reason: Option<String>, now: Timestamp) -> Result<EventHappened, EventRefusal> {
        self.require("cancelled", |state| {
            matches!(state, EventState::Draft | EventState::Published)
        })?;
        self.stored.state = EventState::Cancelled;
        self.stored.cancel_reason.clone_from(&reason);
        self.touch(now);
        Ok(EventHappened::Cancelled { reason })
    }

    /// Closes it after it took place.
    ///
    /// # Errors
    /// When it is not published.
    pub fn complete(&mut self, now: Timestamp) -> Result<EventHappened, EventRefusal> {
        self.require("completed", |state| state == EventState::Published)?;
        self.stored.state = EventState::Completed;
        self.touch(now);
        Ok(EventHappened::Completed)
    }

    /// Takes it out of sight. Nothing is erased: attendees, check-ins and the log stay.
    pub fn delete(&mut self, now: Timestamp) -> EventHappened {
        self.stored.deleted_at = Some(now);
        self.touch(now);
        EventHappened::Deleted
    }

    /// Notes that WeChat made a scene code for it.
    ///
    /// # Errors
    /// When it is cancelled or completed.
    pub fn issue_qr_code(&mut self, code: &QrCode, now: Timestamp) -> Result<EventHappened, QrCodeRefusal> {
        self.may_have_qr_codes()?;
        self.touch(now);
        Ok(EventHappened::QrCodeIssued {
            qr_code: code.id,
            purpose: code.purpose,
        })
    }

    /// Whether a code may be made for it; asked before WeChat is.
    ///
    /// # Errors
    /// When it is cancelled or completed.
    pub fn may_have_qr_codes(&self) -> Result<(), QrCodeRefusal> {
        match self.stored.state {
            EventState::Draft | EventState::Published => Ok(()),
            state => Err(QrCodeRefusal { state }),
        }
    }

    fn require(&self, verb: &'static str, allowed: impl Fn(EventState) -> bool) -> Result<(), EventRefusal> {
        let state = self.stored.state;
        if allowed(state) {
            Ok(())
        } else {
            Err(EventRefusal::WrongState { state, verb })
        }
    }

    const fn touch(&mut self, now: Timestamp) {
        self.stored.updated_at = now;
        self.stored.version += 1;
    }
}
