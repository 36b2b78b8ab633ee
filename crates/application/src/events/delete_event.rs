//! Take an event out of sight.

use super::error::EventError;
use super::update::{EventCommand, EventTools};

/// Takes an event out of sight; attendees, check-ins and the log stay, and its codes answer that it is gone.
#[derive(Clone)]
pub struct DeleteEvent(pub EventTools);

impl DeleteEvent {
    /// Runs it.
    ///
    /// # Errors
    /// When it is unknown or stale, or the store fails.
    #[tracing::instrument(name = "use_case.events.delete_event", skip_all, fields(event.id = %command.event))]
    pub async fn run(&self, command: EventCommand) -> Result<(), EventError> {
        self.0
            .remove(&command, &|event, _, now| Ok(Some(event.delete(now))))
            .await
    }
}
