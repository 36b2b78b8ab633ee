//! Have a card changed for those who answered on it.

use domain::ids::{CardUpdateId, StaffMessageId};
use domain::wechat::wecom::message::{CardAnswer, CardChange, CardUpdate};

use super::error::StaffMessageError;
use super::tools::StaffTools;
use super::updating::UpdateCards;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Answers that one order looks at, newest first.
const MOST_ANSWERS: u32 = 10_000;

/// Has cards changed.
#[derive(Clone)]
pub struct OrderCardUpdate(pub StaffTools);

/// What a card becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderCardUpdateCommand {
    /// The id the order gets.
    pub id: CardUpdateId,
    /// Our name of the account.
    pub account: String,
    /// The message.
    pub message: StaffMessageId,
    /// What its card becomes.
    pub change: CardChange,
    /// Who and what.
    pub context: Context,
}

impl OrderCardUpdate {
    /// Runs it: takes the newest code of each who answered within 24 hours and has a card unchanged. Repeated with the
    /// same id it answers the order that is there.
    ///
    /// # Errors
    /// When the message is unknown, nobody answered whose code still works, or the store fails.
    #[tracing::instrument(name = "use_case.wecom.order_card_update", skip_all, fields(update.id = %command.id))]
    pub async fn run(&self, command: &OrderCardUpdateCommand) -> Result<CardUpdate, StaffMessageError> {
        self.0.accounts.named(&command.account).await?;
        if let Some(known) = self.0.reads.update(command.id).await? {
            return Ok(known);
        }
        let update = retry_on_contention(|| self.keep(command)).await?;
        self.0.signal.wake();
        Ok(update)
    }

    async fn keep(&self, command: &OrderCardUpdateCommand) -> Result<CardUpdate, StaffMessageError> {
        let mut tx = self.0.store.begin().await?;
        let found = tx.messages().find_for_update(command.message).await?;
        let mut message = found
            .filter(|message| message.stored().account == command.account)
            .ok_or(StaffMessageError::Unknown)?;
        let (version, now) = (message.stored().version, self.0.clock.now());
        let answers = tx
            .messages()
            .answers_without_update(command.message, MOST_ANSWERS)
            .await?;
        let mut answers = CardAnswer::newest_good(answers, now);
        if answers.is_empty() {
            return Err(StaffMessageError::NobodyAnswered);
        }
        answers.iter_mut().for_each(|answer| answer.take_code(command.id));
        let update = CardUpdate {
            id: command.id,
            message: command.message,
            change: command.change.clone(),
            people: answers.len() as u64,
            created_at: now,
        };
        tx.messages().add_update(&update, &answers).await?;
        let happened = message.card_update_requested(update.people, now);
        tx.messages().save(&message, version).await?;
        self.0.log(tx.as_mut(), &message, &happened, &command.context).await?;
        let job = UpdateCards::of(&command.account, command.id);
        self.0.enqueue(tx.as_mut(), &job, &command.context).await?;
        tx.commit().await?;
        Ok(update)
    }
}
