//! Register a person for an event.

use domain::attendance::{Attendee, AttendeeSource, PersonRef, RegisterRefusal};
use domain::ids::{EventId, MessageId};

use super::desk::DeskFailure;
use crate::context::Context;

/// Who wants a seat where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterCommand {
    /// The event.
    pub event: EventId,
    /// The person.
    pub person: PersonRef,
    /// What brings it about.
    pub source: AttendeeSource,
    /// The message that asks; the same message gives the same answer.
    pub cause: Option<MessageId>,
    /// Who and what.
    pub context: Context,
}

/// The person has a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The registration.
    pub attendee: Attendee,
    /// Whether this command gave it; otherwise the person had it before.
    pub is_new: bool,
}

/// The person has no seat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] RegisterRefusal),
    /// It could not be carried out.
    #[error(transparent)]
    Failed(#[from] DeskFailure),
}
