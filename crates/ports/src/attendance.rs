//! What attendance needs from outside. Everything takes many at once: scans of one moment share a transaction.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::attendance::{Attendee, CheckIn, PersonRef, Roll, ScanId};
use domain::ids::{AttendeeId, EventId};
use domain::time::Timestamp;

use crate::jobs::Outbox;
use crate::log::EventLog;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Opens transactions about attendance.
#[async_trait]
pub trait AttendanceStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn AttendanceTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait AttendanceTransaction: Send {
    /// Rolls, attendees, check-ins.
    fn book(&mut self) -> &mut dyn RollBook;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// The outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Rolls, attendees and check-ins inside a transaction. Empty slices are allowed everywhere and do nothing.
#[async_trait]
pub trait RollBook: Send {
    /// The rolls of these events with the rules in force, locked (roll and event) against other writers until the
    /// transaction ends, in ascending order of id. Unknown events are left out; deleted ones are there.
    async fn lock_rolls(&mut self, events: &BTreeSet<EventId>) -> Result<Vec<Roll>, StoreError>;

    /// Stores the counters of locked rolls.
    async fn save_rolls(&mut self, rolls: &[Roll]) -> Result<(), StoreError>;

    /// The registrations that these people hold. Open ids are case-sensitive.
    async fn attendees_of(&mut self, people: &[(EventId, PersonRef)]) -> Result<Vec<Attendee>, StoreError>;

    /// Registrations by id.
    async fn attendees(&mut self, ids: &[AttendeeId]) -> Result<Vec<Attendee>, StoreError>;

    /// The check-ins that these scans made.
    async fn check_ins_of(&mut self, scans: &[(EventId, ScanId)]) -> Result<Vec<CheckIn>, StoreError>;

    /// Stores new registrations, whatever their state. One person has one per event: a second MUST fail with
    /// [`StoreError::Duplicate`].
    async fn add_attendees(&mut self, attendees: &[Attendee]) -> Result<(), StoreError>;

    /// Stores that these registered people came (their `checked_in_at`, gate and version). MUST fail with
    /// [`StoreError::VersionConflict`] when one was checked in meanwhile.
    async fn save_checked_in(&mut self, attendees: &[Attendee]) -> Result<(), StoreError>;

    /// Stores new check-ins. A second of one attendee or scan MUST fail with [`StoreError::Duplicate`].
    async fn add_check_ins(&mut self, check_ins: &[CheckIn]) -> Result<(), StoreError>;
}

/// Which attendees.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttendeeFilter {
    /// Only those who came, or only those who did not.
    pub checked_in: Option<bool>,
    /// Open id, whole or from its beginning; case-sensitive.
    pub search: Option<String>,
    /// Oldest registration first; newest first otherwise. A cursor follows the order.
    pub oldest_first: bool,
}

/// An event's counters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventCounts {
    /// Seats; `None` for no limit.
    pub capacity: Option<u32>,
    /// Seats taken.
    pub taken: u32,
    /// People who came.
    pub checked_in: u32,
    /// The latest registration.
    pub last_registration_at: Option<Timestamp>,
    /// The latest check-in.
    pub last_check_in_at: Option<Timestamp>,
}

/// A check-in with the person it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInView {
    /// The check-in.
    pub check_in: CheckIn,
    /// Who came.
    pub person: PersonRef,
}

/// Reading attendance outside a transaction.
#[async_trait]
pub trait AttendanceReads: Send + Sync {
    /// An event's attendees by id order. Without a search the total MUST be exact and MUST NOT be counted row by row:
    /// the roll's counters tell it.
    async fn attendees(
        &self,
        event: EventId,
        filter: &AttendeeFilter,
        page: PageQuery,
    ) -> Result<Page<Attendee>, StoreError>;

    /// One attendee of an event.
    async fn attendee(&self, event: EventId, id: AttendeeId) -> Result<Option<Attendee>, StoreError>;

    /// One attendee by id alone.
    async fn find_attendee(&self, id: AttendeeId) -> Result<Option<Attendee>, StoreError>;

    /// An event's check-ins, newest first, optionally of one gate.
    async fn check_ins(
        &self,
        event: EventId,
        gate: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<CheckInView>, StoreError>;

    /// An event's counters. `None` for an unknown event.
    async fn counts(&self, event: EventId) -> Result<Option<EventCounts>, StoreError>;
}

/// Why a ticket code cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketFault {
    /// It is no ticket code, or characters were lost or misread: its checksum does not fit.
    #[error("the code cannot be read")]
    Unreadable,
    /// It reads well but was not signed by us.
    #[error("the code was not issued here")]
    Forged,
}

/// Makes and reads signed ticket codes.
pub trait Tickets: Send + Sync {
    /// The code on an attendee's ticket: printable, at most 64 characters of `[0-9A-Z.-]`, the same every time.
    fn code_for(&self, attendee: AttendeeId) -> String;

    /// Whose ticket a code is. Letter case and surrounding white space do not matter.
    ///
    /// # Errors
    /// MUST tell a damaged code from a forged one; MUST compare signatures in constant time.
    fn read(&self, code: &str) -> Result<AttendeeId, TicketFault>;
}
