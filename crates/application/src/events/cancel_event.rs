//! Call an event off.

use domain::text::bounded;
use domain::validation::FieldFaults;
use ports::events::EventView;

use super::error::EventError;
use super::update::{EventCommand, EventTools, happened};

/// Calls off an event that has not been completed.
#[derive(Clone)]
pub struct CancelEvent(pub EventTools);

/// What to call off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelEventCommand {
    /// Which event.
    pub on: EventCommand,
    /// Shown to people who scan afterwards, at most 300 characters.
    pub reason: Option<String>,
}

impl CancelEvent {
    /// Runs it.
    ///
    /// # Errors
    /// When the reason is too long, the event is cancelled or completed already, unknown or stale, or the store fails.
    #[tracing::instrument(name = "use_case.events.cancel_event", skip_all, fields(event.id = %command.on.event))]
    pub async fn run(&self, command: CancelEventCommand) -> Result<EventView, EventError> {
        let reason = checked_reason(command.reason.as_deref())?;
        self.0
            .update(&command.on, &|event, _, now| {
                happened(event.cancel(reason.clone(), now))
            })
            .await
    }
}

fn checked_reason(reason: Option<&str>) -> Result<Option<String>, FieldFaults> {
    let mut faults = FieldFaults::default();
    let reason = reason.and_then(|text| faults.keep("reason", bounded(text, 0..=300)));
    faults.check()?;
    Ok(reason.filter(|text| !text.is_empty()))
}
