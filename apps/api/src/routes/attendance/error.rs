//! Refusals about attendance, each with its status and code.

use application::attendance::{CheckInError, ReadAttendanceError};
use domain::attendance::{CheckInRefusal, RegisterRefusal};
use domain::time::Timestamp;
use ports::attendance::TicketFault;
use serde_json::{Value, json};

use crate::error::{ApiError, Code};
use crate::wire::Instant;

impl From<ReadAttendanceError> for ApiError {
    fn from(error: ReadAttendanceError) -> Self {
        match error {
            ReadAttendanceError::UnknownEvent(_) => Self::not_found("event"),
            ReadAttendanceError::UnknownAttendee(_) => Self::not_found("attendee"),
            ReadAttendanceError::Store(error) => error.into(),
        }
    }
}

impl From<TicketFault> for ApiError {
    fn from(fault: TicketFault) -> Self {
        match fault {
            TicketFault::Unreadable => Self::new(Code::TicketUnreadable, "The code cannot be read: scan it again."),
            TicketFault::Forged => Self::new(Code::TicketForged, "The code was not issued here."),
        }
    }
}

impl From<CheckInError> for ApiError {
    fn from(error: CheckInError) -> Self {
        match error {
            CheckInError::Refused(refusal) => refusal.into(),
            CheckInError::UnknownTicket => Self::new(Code::TicketUnknown, "There is no registration for this ticket."),
            CheckInError::ForeignTicket => Self::new(Code::TicketForeign, "The ticket is for another event."),
            CheckInError::ScanIdReused => Self::new(Code::ScanIdReused, "This scan id was used for somebody else."),
            CheckInError::Failed(failure) => failure.into(),
        }
    }
}

impl From<CheckInRefusal> for ApiError {
    fn from(refusal: CheckInRefusal) -> Self {
        match refusal {
            CheckInRefusal::NotOpenYet { opens_at } => {
                Self::new(Code::CheckInNotOpen, "Check-in has not opened yet.").detail("opensAt", shown(opens_at))
            }
            CheckInRefusal::Over => Self::new(Code::EventOver, "The event is over."),
            CheckInRefusal::Cancelled => Self::new(Code::EventCancelled, "The event is cancelled."),
            CheckInRefusal::NoSuchEvent => Self::not_found("event"),
            CheckInRefusal::NotRegistered { walk_in: None } => {
                Self::new(Code::NotRegistered, "The person is not registered for this event.")
            }
            CheckInRefusal::NotRegistered { walk_in: Some(refusal) } => refusal.into(),
            CheckInRefusal::AlreadyCheckedIn { at, gate } => Self::new(Code::AlreadyCheckedIn, "Checked in already.")
                .detail("checkedInAt", shown(Some(at)))
                .detail("gate", json!(gate)),
        }
    }
}

impl From<RegisterRefusal> for ApiError {
    fn from(refusal: RegisterRefusal) -> Self {
        match refusal {
            RegisterRefusal::NotOpenYet { opens_at } => {
                Self::new(Code::RegistrationNotOpen, "Registration has not opened yet.")
                    .detail("opensAt", shown(opens_at))
            }
            RegisterRefusal::Closed => Self::new(Code::RegistrationClosed, "Registration is closed."),
            RegisterRefusal::Over => Self::new(Code::EventOver, "The event is over."),
            RegisterRefusal::Cancelled => Self::new(Code::EventCancelled, "The event is cancelled."),
            RegisterRefusal::NoSuchEvent => Self::not_found("event"),
            RegisterRefusal::Full => Self::new(Code::EventFull, "Every seat is taken."),
        }
    }
}

fn shown(at: Option<Timestamp>) -> Value {
    json!(at.map(Instant))
}
