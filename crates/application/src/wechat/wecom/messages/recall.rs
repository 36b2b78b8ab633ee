//! Have a message taken back.

use domain::ids::StaffMessageId;
use domain::wechat::wecom::message::StaffMessage;

use super::error::StaffMessageError;
use super::recalling::RecallStaffParts;
use super::tools::StaffTools;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Has messages taken back.
#[derive(Clone)]
pub struct RecallStaffMessage(pub StaffTools);

/// Which message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecallStaffMessageCommand {
    /// The message.
    pub id: StaffMessageId,
    /// Our name of the account.
    pub account: String,
    /// Who and what.
    pub context: Context,
}

impl RecallStaffMessage {
    /// Runs it.
    ///
    /// # Errors
    /// When the message is unknown, under way, was not sent, is too old, or the store fails.
    #[tracing::instrument(name = "use_case.wecom.recall_message", skip_all, fields(message.id = %command.id))]
    pub async fn run(&self, command: &RecallStaffMessageCommand) -> Result<StaffMessage, StaffMessageError> {
        self.0.accounts.named(&command.account).await?;
        let message = retry_on_contention(|| self.request(command)).await?;
        self.0.signal.wake();
        Ok(message)
    }

    async fn request(&self, command: &RecallStaffMessageCommand) -> Result<StaffMessage, StaffMessageError> {
        let mut tx = self.0.store.begin().await?;
        let found = tx.messages().find_for_update(command.id).await?;
        let mut message = found
            .filter(|message| message.stored().account == command.account)
            .ok_or(StaffMessageError::Unknown)?;
        let version = message.stored().version;
        let parts = tx.messages().parts(command.id).await?;
        let happened = message.request_recall(&parts, self.0.clock.now())?;
        tx.messages().save(&message, version).await?;
        self.0.log(tx.as_mut(), &message, &happened, &command.context).await?;
        self.0
            .enqueue(tx.as_mut(), &RecallStaffParts::of(&message), &command.context)
            .await?;
        tx.commit().await?;
        Ok(message)
    }
}
