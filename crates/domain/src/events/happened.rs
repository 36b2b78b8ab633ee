//! What happened to an event, as the event log keeps it.

use super::details::EventDetails;
use super::qr_code::QrPurpose;
use crate::ids::QrCodeId;

/// A change of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventHappened {
    /// It was planned, with these facts.
    Created(Box<EventDetails>),
    /// Its facts are now these.
    DetailsChanged(Box<EventDetails>),
    /// It was opened to the public.
    Published,
    /// It was called off, for this reason where one was given.
    Cancelled {
        /// Shown to people who scan afterwards.
        reason: Option<String>,
    },
    /// It was closed after it took place.
    Completed,
    /// It was removed from view.
    Deleted,
    /// A scene QR code was made for it.
    QrCodeIssued {
        /// The code.
        qr_code: QrCodeId,
        /// What scanning it does.
        purpose: QrPurpose,
    },
}
