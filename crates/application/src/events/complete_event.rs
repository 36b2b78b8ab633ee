//! Close an event that took place.

use ports::events::EventView;

use super::error::EventError;
use super::update::{EventCommand, EventTools, happened};

/// Closes a published event.
#[derive(Clone)]
pub struct CompleteEvent(pub EventTools);

impl CompleteEvent {
    /// Runs it.
    ///
    /// # Errors
    /// When it is not published, is unknown or stale, or the store fails.
    #[tracing::instrument(name = "use_case.events.complete_event", skip_all, fields(event.id = %command.event))]
    pub async fn run(&self, command: EventCommand) -> Result<EventView, EventError> {
        self.0
            .update(&command, &|event, _, now| happened(event.complete(now)))
            .await
    }
}
