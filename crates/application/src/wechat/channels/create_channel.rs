//! Set up a promotion channel.

use domain::ids::ChannelId;
use domain::wechat::{Channel, ChannelDraft};
use ports::StoreError;

use super::error::ChannelError;
use super::tools::ChannelTools;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Sets a channel up. Repeated with the same id it answers the channel that is there.
#[derive(Clone)]
pub struct CreateChannel(pub ChannelTools);

/// What to set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateChannelCommand {
    /// The id it gets.
    pub id: ChannelId,
    /// Our name of the account that makes its codes.
    pub account: String,
    /// What is said of it, unchecked.
    pub draft: ChannelDraft,
    /// Who and what.
    pub context: Context,
}

impl CreateChannel {
    /// Runs it.
    ///
    /// # Errors
    /// When values are not acceptable, the event is unknown or the store fails.
    #[tracing::instrument(name = "use_case.wechat.create_channel", skip_all, fields(channel.id = %command.id))]
    pub async fn run(&self, command: CreateChannelCommand) -> Result<Channel, ChannelError> {
        self.0.require_event(command.draft.event).await?;
        match retry_on_contention(|| self.attempt(&command)).await {
            Err(ChannelError::Store(StoreError::Duplicate(_))) => {
                let found = self.0.reads.find(&command.account, command.id).await?;
                found.ok_or(ChannelError::Unknown(command.id))
            }
            outcome => outcome,
        }
    }

    async fn attempt(&self, command: &CreateChannelCommand) -> Result<Channel, ChannelError> {
        let now = self.0.clock.now();
        let (channel, happened) = Channel::create(command.id, &command.account, command.draft.clone(), now)?;
        let mut tx = self.0.store.begin().await?;
        tx.channels().add(&channel).await?;
        self.0
            .log(tx.as_mut(), &channel, &happened, now, &command.context)
            .await?;
        tx.commit().await?;
        Ok(channel)
    }
}
