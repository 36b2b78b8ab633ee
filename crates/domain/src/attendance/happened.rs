//! What happened to a registration, as the event log keeps it.

use super::attendee::AttendeeSource;
use super::check_in::CheckInMethod;
use crate::ids::{CheckInId, EventId};

/// A change of a registration. The log names no open id: the attendee's row does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttendanceHappened {
    /// Somebody took a seat.
    Registered {
        /// The event.
        event: EventId,
        /// What brought it about.
        source: AttendeeSource,
    },
    /// Somebody came.
    CheckedIn {
        /// The event.
        event: EventId,
        /// The check-in.
        check_in: CheckInId,
        /// What was scanned.
        method: CheckInMethod,
        /// Where, where that was said.
        gate: Option<String>,
    },
}
