//! Order a message to members; jobs send it.

use domain::ids::StaffMessageId;
use domain::wechat::wecom::message::{
    ContentForm, MessageOptions, MessagePart, Recipient, RecipientOutcome, StaffAudience, StaffAudienceDraft,
    StaffMessage, StaffMessageHappened, StaffMessageOrder,
};
use ports::StoreError;

use super::error::StaffMessageError;
use super::sending::SendStaffPart;
use super::tools::StaffTools;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Orders messages.
#[derive(Clone)]
pub struct OrderStaffMessage(pub StaffTools);

/// What to send to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderStaffMessageCommand {
    /// The id the message gets.
    pub id: StaffMessageId,
    /// Our name of the WeCom account.
    pub account: String,
    /// What, within WeCom's limits.
    pub content: ContentForm,
    /// How.
    pub options: MessageOptions,
    /// To whom.
    pub audience: StaffAudienceDraft,
    /// Who and what.
    pub context: Context,
}

impl OrderStaffMessage {
    /// Runs it. Repeated with the same id it answers the message that is there.
    ///
    /// # Errors
    /// When the account, the recipients or the options are not acceptable, the task id is taken, or the store fails.
    #[tracing::instrument(name = "use_case.wecom.order_message", skip_all, fields(message.id = %command.id))]
    pub async fn run(&self, command: OrderStaffMessageCommand) -> Result<StaffMessage, StaffMessageError> {
        self.0.accounts.named(&command.account).await?;
        if let Some(known) = self.0.reads.find(&command.account, command.id).await? {
            return Ok(known);
        }
        let audience = StaffAudience::new(command.audience)?;
        let order = StaffMessageOrder {
            id: command.id,
            account: command.account,
            content: command.content,
            options: command.options,
            audience: audience.clone(),
        };
        let (message, parts, happened) = StaffMessage::order(order, self.0.clock.now())?;
        let recipients = self.recipients(&audience);
        retry_on_contention(|| self.keep(&message, &parts, &recipients, &happened, &command.context)).await?;
        self.0.signal.wake();
        Ok(message)
    }

    fn recipients(&self, audience: &StaffAudience) -> Vec<Recipient> {
        let parts = audience.parts().into_iter().zip(1..);
        let each = parts.flat_map(|(part, number)| part.0.into_iter().map(move |recipient| (number, recipient)));
        let recipient = |(part, (kind, name))| Recipient {
            id: self.0.ids.next(),
            part,
            kind,
            name,
            outcome: RecipientOutcome::Waiting,
        };
        each.map(recipient).collect()
    }

    async fn keep(
        &self,
        message: &StaffMessage,
        parts: &[MessagePart],
        recipients: &[Recipient],
        happened: &StaffMessageHappened,
        context: &Context,
    ) -> Result<(), StaffMessageError> {
        let stored = message.stored();
        if let Some(task) = &stored.content.task_id
            && self.0.reads.find_by_task(&stored.account, task).await?.is_some()
        {
            return Err(StaffMessageError::TaskIdTaken);
        }
        let mut tx = self.0.store.begin().await?;
        tx.messages().add(message, parts, recipients).await.map_err(contended)?;
        self.0.log(tx.as_mut(), message, happened, context).await?;
        let first = SendStaffPart::of(message, 1);
        self.0.enqueue(tx.as_mut(), &first, context).await?;
        Ok(tx.commit().await.map_err(contended)?)
    }
}

/// Somebody else took the task id at this moment: the next look finds it.
fn contended(error: StoreError) -> StoreError {
    match error {
        StoreError::Duplicate(rule) => StoreError::Contention(rule),
        other => other,
    }
}
