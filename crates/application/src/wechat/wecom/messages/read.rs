//! Look at messages, their recipients and answers.

use domain::ids::StaffMessageId;
use domain::wechat::wecom::message::{CardAnswer, MessagePart, Recipient, RecipientOutcome, StaffMessage};
use ports::wechat::wecom::StaffMessageFilter;
use ports::{Page, PageQuery};

use super::error::StaffMessageError;
use super::tools::StaffTools;

/// Reads messages.
#[derive(Clone)]
pub struct ReadStaffMessages(pub StaffTools);

/// A message with its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMessageDetails {
    /// The message.
    pub message: StaffMessage,
    /// Its parts by number.
    pub parts: Vec<MessagePart>,
}

impl ReadStaffMessages {
    /// Those of an account, newest first.
    ///
    /// # Errors
    /// When the account is not to be had or the store fails.
    pub async fn list(
        &self,
        account: &str,
        filter: StaffMessageFilter,
        page: PageQuery,
    ) -> Result<Page<StaffMessage>, StaffMessageError> {
        self.0.accounts.named(account).await?;
        Ok(self.0.reads.list(account, filter, page).await?)
    }

    /// One with its parts.
    ///
    /// # Errors
    /// When it is unknown, the account is not to be had or the store fails.
    pub async fn find(&self, account: &str, id: StaffMessageId) -> Result<StaffMessageDetails, StaffMessageError> {
        let message = self.known(account, id).await?;
        let parts = self.0.reads.parts(id).await?;
        Ok(StaffMessageDetails { message, parts })
    }

    /// Its recipients in the order they were named, optionally of one outcome.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub async fn recipients(
        &self,
        account: &str,
        id: StaffMessageId,
        outcome: Option<RecipientOutcome>,
        page: PageQuery,
    ) -> Result<Page<Recipient>, StaffMessageError> {
        self.known(account, id).await?;
        Ok(self.0.reads.recipients(id, outcome, page).await?)
    }

    /// What members answered on its card, newest first.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub async fn answers(
        &self,
        account: &str,
        id: StaffMessageId,
        page: PageQuery,
    ) -> Result<Page<CardAnswer>, StaffMessageError> {
        self.known(account, id).await?;
        Ok(self.0.reads.answers(id, page).await?)
    }

    async fn known(&self, account: &str, id: StaffMessageId) -> Result<StaffMessage, StaffMessageError> {
        self.0.accounts.named(account).await?;
        self.0.reads.find(account, id).await?.ok_or(StaffMessageError::Unknown)
    }
}
