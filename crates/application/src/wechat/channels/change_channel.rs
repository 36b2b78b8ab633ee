//! Change what is said of a channel.

use std::sync::Arc;

use domain::wechat::{Channel, ChannelDraft};

use super::error::ChannelError;
use super::tools::{ChannelCommand, ChannelTools};

/// Changes a channel.
#[derive(Clone)]
pub struct ChangeChannel(pub ChannelTools);

impl ChangeChannel {
    /// Runs it; `edit` changes the draft of what is stored.
    ///
    /// # Errors
    /// When the channel or its event is unknown, at another version, values are not acceptable or the store fails.
    #[tracing::instrument(name = "use_case.wechat.change_channel", skip_all, fields(channel.id = %command.channel))]
    pub async fn run(
        &self,
        command: ChannelCommand,
        edit: Arc<dyn Fn(&mut ChannelDraft) + Send + Sync>,
    ) -> Result<Channel, ChannelError> {
        let found = self.0.reads.find(&command.account, command.channel).await?;
        let mut draft = found
            .ok_or(ChannelError::Unknown(command.channel))?
            .stored()
            .draft
            .clone();
        edit(&mut draft);
        self.0.require_event(draft.event).await?;
        let verb = move |channel: &mut Channel, now| {
            let mut draft = channel.stored().draft.clone();
            edit(&mut draft);
            Ok(channel.change(draft, now)?)
        };
        self.0.update(&command, &verb).await
    }
}
