//! Open an event to the public.

use ports::events::EventView;

use super::error::EventError;
use super::update::{EventCommand, EventTools, happened};

/// Opens a draft to the public.
#[derive(Clone)]
pub struct PublishEvent(pub EventTools);

impl PublishEvent {
    /// Runs it.
    ///
    /// # Errors
    /// When it is not a draft, is unknown or stale, or the store fails.
    #[tracing::instrument(name = "use_case.events.publish_event", skip_all, fields(event.id = %command.event))]
    pub async fn run(&self, command: EventCommand) -> Result<EventView, EventError> {
        self.0
            .update(&command, &|event, _, now| happened(event.publish(now)))
            .await
    }
}
