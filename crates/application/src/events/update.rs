//! The frame of every change of one event: lock, check the version, one domain verb, save, log.

use std::sync::Arc;

use domain::events::{Event, EventHappened, EventRefusal};
use domain::ids::EventId;
use domain::time::Timestamp;
use ports::StoreError;
use ports::events::{EventReads, EventView, EventsStore, EventsTransaction};
use ports::system::{Clock, Ids};

use super::error::EventError;
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// What use cases about events work with.
#[derive(Clone)]
pub struct EventTools {
    /// Transactions.
    pub store: Arc<dyn EventsStore>,
    /// Views.
    pub reads: Arc<dyn EventReads>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// A command about one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventCommand {
    /// The event.
    pub event: EventId,
    /// The version the caller saw, where the caller insists on it.
    pub expected_version: Option<u64>,
    /// Who and what.
    pub context: Context,
}

/// One change, given the event, its seats taken and the time. `None`: nothing changed.
pub(super) type Verb<'a> =
    dyn Fn(&mut Event, u32, Timestamp) -> Result<Option<EventHappened>, EventError> + Send + Sync + 'a;

impl EventTools {
    /// Carries out one verb and answers the event as it is now.
    pub(super) async fn update(&self, command: &EventCommand, verb: &Verb<'_>) -> Result<EventView, EventError> {
        retry_on_contention(|| self.attempt(command, verb)).await?;
        self.view(command.event).await
    }

    /// Carries out one verb after which the event is out of sight.
    pub(super) async fn remove(&self, command: &EventCommand, verb: &Verb<'_>) -> Result<(), EventError> {
        retry_on_contention(|| self.attempt(command, verb)).await
    }

    /// The event as lists show it.
    pub(super) async fn view(&self, id: EventId) -> Result<EventView, EventError> {
        self.reads.find(id).await?.ok_or(EventError::Unknown(id))
    }

    async fn attempt(&self, command: &EventCommand, verb: &Verb<'_>) -> Result<(), EventError> {
        let mut tx = self.store.begin().await?;
        let mut event = locked(tx.as_mut(), command).await?;
        let loaded_version = event.version();
        let taken = tx.events().seats_taken(command.event).await?;
        let now = self.clock.now();
        let Some(happened) = verb(&mut event, taken, now)? else {
            return Ok(());
        };
        tx.events().save(&event, loaded_version).await?;
        self.log(tx.as_mut(), &event, &happened, now, &command.context).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Appends what happened to the log of the same transaction.
    pub(super) async fn log(
        &self,
        tx: &mut dyn EventsTransaction,
        event: &Event,
        happened: &EventHappened,
        now: Timestamp,
        context: &Context,
    ) -> Result<(), StoreError> {
        let wire = log_wire::event_happened(event.id(), happened);
        tx.log()
            .append(&[context.log_entry(wire, event.version(), now, self.ids.as_ref())])
            .await
    }
}

async fn locked(tx: &mut dyn EventsTransaction, command: &EventCommand) -> Result<Event, EventError> {
    let found = tx.events().find_for_update(command.event).await?;
    let event = found
        .filter(|event| event.stored().deleted_at.is_none())
        .ok_or(EventError::Unknown(command.event))?;
    match command.expected_version {
        Some(expected) if expected != event.version() => Err(EventError::Stale {
            expected,
            actual: event.version(),
        }),
        _ => Ok(event),
    }
}

/// Lets a refused verb pass as an [`EventError`].
pub(super) fn happened(outcome: Result<EventHappened, EventRefusal>) -> Result<Option<EventHappened>, EventError> {
    Ok(Some(outcome?))
}
