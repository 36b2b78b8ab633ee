//! The frame of every change of one channel: lock, check the version, one domain verb, save, log.

use std::sync::Arc;

use domain::ids::{ChannelId, EventId};
use domain::time::Timestamp;
use domain::wechat::{Channel, ChannelHappened};
use ports::StoreError;
use ports::events::EventReads;
use ports::system::{Clock, Ids};
use ports::wechat::{ChannelReads, ChannelsStore, ChannelsTransaction};

use super::error::ChannelError;
use crate::context::Context;
use crate::log_wire;
use crate::retry::retry_on_contention;

/// What use cases about channels work with.
#[derive(Clone)]
pub struct ChannelTools {
    /// Transactions.
    pub store: Arc<dyn ChannelsStore>,
    /// Views.
    pub reads: Arc<dyn ChannelReads>,
    /// Events.
    pub events: Arc<dyn EventReads>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// A command about one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelCommand {
    /// Our name of the account.
    pub account: String,
    /// The channel.
    pub channel: ChannelId,
    /// The version the caller saw, where the caller insists on it.
    pub expected_version: Option<u64>,
    /// Who and what.
    pub context: Context,
}

/// One change at a time. `None`: nothing changed.
pub(super) type Verb<'a> =
    dyn Fn(&mut Channel, Timestamp) -> Result<Option<ChannelHappened>, ChannelError> + Send + Sync + 'a;

impl ChannelTools {
    /// Carries out one verb; answers the channel as it is then.
    pub(super) async fn update(&self, command: &ChannelCommand, verb: &Verb<'_>) -> Result<Channel, ChannelError> {
        retry_on_contention(|| self.attempt(command, verb)).await
    }

    /// Refuses an event that is not there.
    pub(super) async fn require_event(&self, event: Option<EventId>) -> Result<(), ChannelError> {
        match event {
            Some(id) if self.events.find(id).await?.is_none() => Err(ChannelError::UnknownEvent(id)),
            _ => Ok(()),
        }
    }

    async fn attempt(&self, command: &ChannelCommand, verb: &Verb<'_>) -> Result<Channel, ChannelError> {
        let mut tx = self.store.begin().await?;
        let mut channel = locked(tx.as_mut(), command).await?;
        let loaded_version = channel.stored().version;
        let now = self.clock.now();
        let Some(happened) = verb(&mut channel, now)? else {
            return Ok(channel);
        };
        tx.channels().save(&channel, loaded_version).await?;
        self.log(tx.as_mut(), &channel, &happened, now, &command.context)
            .await?;
        tx.commit().await?;
        Ok(channel)
    }

    /// Appends what happened to the log of the same transaction.
    pub(super) async fn log(
        &self,
        tx: &mut dyn ChannelsTransaction,
        channel: &Channel,
        happened: &ChannelHappened,
        now: Timestamp,
        context: &Context,
    ) -> Result<(), StoreError> {
        let stored = channel.stored();
        let wire = log_wire::channel_happened(stored.id, happened);
        tx.log()
            .append(&[context.log_entry(wire, stored.version, now, self.ids.as_ref())])
            .await
    }
}

pub(super) async fn locked(
    tx: &mut dyn ChannelsTransaction,
    command: &ChannelCommand,
) -> Result<Channel, ChannelError> {
    let found = tx.channels().find_for_update(command.channel).await?;
    let channel = found
        .filter(|channel| channel.is_there() && channel.stored().account == command.account)
        .ok_or(ChannelError::Unknown(command.channel))?;
    let actual = channel.stored().version;
    match command.expected_version {
        Some(expected) if expected != actual => Err(ChannelError::Stale { expected, actual }),
        _ => Ok(channel),
    }
}
