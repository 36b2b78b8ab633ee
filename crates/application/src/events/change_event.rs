//! Change the facts of an event.

use domain::events::{EventDetails, EventDraft};
use ports::events::EventView;

use super::error::EventError;
use super::update::{EventCommand, EventTools};

/// Changes the facts of an event that is neither cancelled nor completed.
#[derive(Clone)]
pub struct ChangeEvent(pub EventTools);

/// What to change.
pub struct ChangeEventCommand {
    /// Which event.
    pub on: EventCommand,
    /// Changes the draft of the present facts; what it leaves alone stays.
    pub edit: Box<dyn Fn(&mut EventDraft) + Send + Sync>,
}

impl ChangeEvent {
    /// Runs it.
    ///
    /// # Errors
    /// When values are not acceptable, the event's state or seats do not allow it, or the store fails.
    #[tracing::instrument(name = "use_case.events.change_event", skip_all, fields(event.id = %command.on.event))]
    pub async fn run(&self, command: ChangeEventCommand) -> Result<EventView, EventError> {
        self.0
            .update(&command.on, &|event, taken, now| {
                let mut draft = event.details().to_draft();
                (command.edit)(&mut draft);
                Ok(event.change(EventDetails::check(draft)?, taken, now)?)
            })
            .await
    }
}
