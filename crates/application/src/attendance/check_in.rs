//! Check a person in.

use domain::attendance::{Attendee, CheckIn, CheckInMethod, CheckInRefusal, Gate, PersonRef, ScanId};
use domain::ids::{AttendeeId, EventId, MessageId, OperatorId};

use super::desk::DeskFailure;
use crate::context::Context;

/// Who is to be checked in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The holder of a ticket that staff scanned.
    Ticket(AttendeeId),
    /// A person who scanned, with the message that says so; where the event allows it, registered on the spot.
    Person(PersonRef, MessageId),
}

/// Who came where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInCommand {
    /// The event.
    pub event: EventId,
    /// Who.
    pub subject: Subject,
    /// The scan; its repeats give the first answer.
    pub scan: ScanId,
    /// What was scanned.
    pub method: CheckInMethod,
    /// Where.
    pub gate: Option<Gate>,
    /// Who scanned a ticket.
    pub operator: Option<OperatorId>,
    /// Who and what.
    pub context: Context,
}

/// The person is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedIn {
    /// The check-in.
    pub check_in: CheckIn,
    /// Who came.
    pub attendee: Attendee,
    /// Whether this repeats an earlier answer to the same scan.
    pub repeated: bool,
}

/// The person is not checked in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckInError {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] CheckInRefusal),
    /// The ticket was signed by us, but there is no such registration.
    #[error("there is no registration for this ticket")]
    UnknownTicket,
    /// The ticket belongs to another event.
    #[error("the ticket is for another event")]
    ForeignTicket,
    /// The scan id named another attendee before.
    #[error("this scan id was used for somebody else")]
    ScanIdReused,
    /// It could not be carried out.
    #[error(transparent)]
    Failed(#[from] DeskFailure),
}
