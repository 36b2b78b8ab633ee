//! Look at attendees, check-ins and counts.

use std::sync::Arc;

use domain::attendance::Attendee;
use domain::ids::{AttendeeId, EventId};
use ports::attendance::{AttendanceReads, AttendeeFilter, CheckInView, EventCounts, Tickets};
use ports::events::EventReads;
use ports::{Page, PageQuery, StoreError};

/// Everything that is read about attendance.
#[derive(Clone)]
pub struct ReadAttendance {
    /// Attendees, check-ins, counts.
    pub reads: Arc<dyn AttendanceReads>,
    /// Tells which events are in sight.
    pub events: Arc<dyn EventReads>,
    /// Ticket codes.
    pub tickets: Arc<dyn Tickets>,
}

/// An attendee with the code on the ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendeeDetails {
    /// The registration.
    pub attendee: Attendee,
    /// The code on the ticket.
    pub ticket_code: String,
}

/// Nothing could be shown.
#[derive(Debug, thiserror::Error)]
pub enum ReadAttendanceError {
    /// There is no such event, or it was deleted.
    #[error("there is no event {0}")]
    UnknownEvent(EventId),
    /// The event has no such attendee.
    #[error("there is no attendee {0}")]
    UnknownAttendee(AttendeeId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ReadAttendance {
    /// An event's attendees.
    ///
    /// # Errors
    /// When the event is unknown or the store fails.
    pub async fn attendees(
        &self,
        event: EventId,
        filter: &AttendeeFilter,
        page: PageQuery,
    ) -> Result<Page<AttendeeDetails>, ReadAttendanceError> {
        self.require(event).await?;
        Ok(self
            .reads
            .attendees(event, filter, page)
            .await?
            .map(|attendee| self.details(attendee)))
    }

    /// One attendee of an event.
    ///
    /// # Errors
    /// When event or attendee are unknown or the store fails.
    pub async fn attendee(&self, event: EventId, id: AttendeeId) -> Result<AttendeeDetails, ReadAttendanceError> {
        self.require(event).await?;
        let attendee = self
            .reads
            .attendee(event, id)
            .await?
            .ok_or(ReadAttendanceError::UnknownAttendee(id))?;
        Ok(self.details(attendee))
    }

    /// An event's check-ins, newest first.
    ///
    /// # Errors
    /// When the event is unknown or the store fails.
    pub async fn check_ins(
        &self,
        event: EventId,
        gate: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<CheckInView>, ReadAttendanceError> {
        self.require(event).await?;
        Ok(self.reads.check_ins(event, gate, page).await?)
    }

    /// An event's counters.
    ///
    /// # Errors
    /// When the event is unknown or the store fails.
    pub async fn counts(&self, event: EventId) -> Result<EventCounts, ReadAttendanceError> {
        self.require(event).await?;
        self.reads
            .counts(event)
            .await?
            .ok_or(ReadAttendanceError::UnknownEvent(event))
    }

    async fn require(&self, event: EventId) -> Result<(), ReadAttendanceError> {
        self.events
            .find(event)
            .await?
            .map(|_| ())
            .ok_or(ReadAttendanceError::UnknownEvent(event))
    }

    fn details(&self, attendee: Attendee) -> AttendeeDetails {
        AttendeeDetails {
            ticket_code: self.tickets.code_for(attendee.id),
            attendee,
        }
    }
}
