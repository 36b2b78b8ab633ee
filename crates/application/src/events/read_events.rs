//! Look at events, their codes and their history.

use std::sync::Arc;

use domain::events::QrCode;
use domain::ids::EventId;
use ports::events::{EventFilter, EventReads, EventView};
use ports::log::{HistoryReads, LoggedEntry};
use ports::{Page, PageQuery};

use super::error::EventError;

/// Everything that is read about events.
#[derive(Clone)]
pub struct ReadEvents {
    /// Events.
    pub events: Arc<dyn EventReads>,
    /// Their history.
    pub history: Arc<dyn HistoryReads>,
}

impl ReadEvents {
    /// One event.
    ///
    /// # Errors
    /// When it is unknown or the store fails.
    pub async fn find(&self, id: EventId) -> Result<EventView, EventError> {
        self.events.find(id).await?.ok_or(EventError::Unknown(id))
    }

    /// Events.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, filter: &EventFilter, page: PageQuery) -> Result<Page<EventView>, EventError> {
        Ok(self.events.list(filter, page).await?)
    }

    /// An event's scene codes, newest first.
    ///
    /// # Errors
    /// When the event is unknown or the store fails.
    pub async fn qr_codes(&self, event: EventId, page: PageQuery) -> Result<Page<QrCode>, EventError> {
        self.find(event).await?;
        Ok(self.events.qr_codes(event, page).await?)
    }

    /// What happened to an event and its attendees, newest first.
    ///
    /// # Errors
    /// When the event is unknown or the store fails.
    pub async fn history(
        &self,
        event: EventId,
        stream_type: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<LoggedEntry>, EventError> {
        self.find(event).await?;
        Ok(self.history.history(event, stream_type, page).await?)
    }
}
