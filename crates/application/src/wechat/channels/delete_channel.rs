//! Delete a channel.

use domain::wechat::Channel;

use super::error::ChannelError;
use super::tools::{ChannelCommand, ChannelTools};

/// Deletes a channel: its codes lead nowhere any more and are not made anew; what was counted stays.
#[derive(Clone)]
pub struct DeleteChannel(pub ChannelTools);

impl DeleteChannel {
    /// Runs it.
    ///
    /// # Errors
    /// When the channel is unknown, at another version or the store fails.
    #[tracing::instrument(name = "use_case.wechat.delete_channel", skip_all, fields(channel.id = %command.channel))]
    pub async fn run(&self, command: ChannelCommand) -> Result<(), ChannelError> {
        let verb = |channel: &mut Channel, now| Ok(Some(channel.delete(now)));
        self.0.update(&command, &verb).await.map(drop)
    }
}
