//! Plan a new event.

use domain::events::{Event, EventDetails, EventDraft};
use domain::ids::EventId;
use ports::StoreError;
use ports::events::EventView;

use super::error::EventError;
use super::update::EventTools;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Plans an event. Repeated with the same id it answers the event that is there.
#[derive(Clone)]
pub struct CreateEvent(pub EventTools);

/// What to plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateEventCommand {
    /// The id it gets.
    pub id: EventId,
    /// Its facts, unchecked.
    pub draft: EventDraft,
    /// Who and what.
    pub context: Context,
}

impl CreateEvent {
    /// Runs it.
    ///
    /// # Errors
    /// When values are not acceptable or the store fails.
    #[tracing::instrument(name = "use_case.events.create_event", skip_all, fields(event.id = %command.id))]
    pub async fn run(&self, command: CreateEventCommand) -> Result<EventView, EventError> {
        let details = EventDetails::check(command.draft)?;
        let attempt = || self.attempt(command.id, &details, &command.context);
        match retry_on_contention(attempt).await {
            Ok(()) | Err(StoreError::Duplicate(_)) => self.0.view(command.id).await,
            Err(error) => Err(error.into()),
        }
    }

    async fn attempt(&self, id: EventId, details: &EventDetails, context: &Context) -> Result<(), StoreError> {
        let now = self.0.clock.now();
        let (event, happened) = Event::create(id, details.clone(), now);
        let mut tx = self.0.store.begin().await?;
        tx.events().add(&event).await?;
        self.0.log(tx.as_mut(), &event, &happened, now, context).await?;
        tx.commit().await
    }
}
