//! One check-in (签到).

use crate::ids::{AttendeeId, CheckInId, EventId, OperatorId};
use crate::text::{TextFault, single_line};
use crate::time::Timestamp;

/// What was scanned or typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckInMethod {
    /// The person scanned the event's check-in code.
    QrCode,
    /// The person typed the interaction code.
    InteractionCode,
    /// Staff scanned the person's ticket.
    Ticket,
}

impl CheckInMethod {
    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::QrCode => "qr-code",
            Self::InteractionCode => "interaction-code",
            Self::Ticket => "ticket",
        }
    }

    /// The method of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::QrCode, Self::InteractionCode, Self::Ticket]
            .into_iter()
            .find(|method| method.name() == name)
    }
}

/// Names one scan, so that its repeats give the first answer. Unique within an event.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScanId(String);

impl ScanId {
    /// 1 to 64 characters on one line, chosen by the scanner.
    ///
    /// # Errors
    /// When the text breaks that rule.
    pub fn new(text: &str) -> Result<Self, TextFault> {
        single_line(text, 1..=64).map(Self)
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A place of check-in as staff call it: "North gate".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate(String);

impl Gate {
    /// 1 to 64 characters on one line.
    ///
    /// # Errors
    /// When the text breaks that rule.
    pub fn new(text: &str) -> Result<Self, TextFault> {
        single_line(text, 1..=64).map(Self)
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A person came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// Its id.
    pub id: CheckInId,
    /// The event.
    pub event: EventId,
    /// Who came.
    pub attendee: AttendeeId,
    /// The scan that did it.
    pub scan: ScanId,
    /// What was scanned.
    pub method: CheckInMethod,
    /// Where, where that was said.
    pub gate: Option<String>,
    /// The staff member who scanned; `None` when the person scanned.
    pub operator: Option<OperatorId>,
    /// When.
    pub at: Timestamp,
}
