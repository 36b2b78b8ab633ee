//! Reading messages to members.

use async_trait::async_trait;
use domain::ids::{CardUpdateId, StaffMessageId};
use domain::wechat::wecom::message::{
    CardAnswer, CardUpdate, MessagePart, Recipient, RecipientOutcome, StaffMessage, StaffMessageState,
};

use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Which messages to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StaffMessageFilter {
    /// Only those in this state.
    pub state: Option<StaffMessageState>,
}

/// Reads messages to members, their recipients and answers.
#[async_trait]
pub trait StaffMessageReads: Send + Sync {
    /// One of an account.
    async fn find(&self, account: &str, id: StaffMessageId) -> Result<Option<StaffMessage>, StoreError>;

    /// The message of an account whose card has this task id.
    async fn find_by_task(&self, account: &str, task_id: &str) -> Result<Option<StaffMessageId>, StoreError>;

    /// Those of an account, newest first.
    async fn list(
        &self,
        account: &str,
        filter: StaffMessageFilter,
        page: PageQuery,
    ) -> Result<Page<StaffMessage>, StoreError>;

    /// The parts of a message by number.
    async fn parts(&self, id: StaffMessageId) -> Result<Vec<MessagePart>, StoreError>;

    /// The recipients of a message in their order, optionally of one outcome.
    async fn recipients(
        &self,
        id: StaffMessageId,
        outcome: Option<RecipientOutcome>,
        page: PageQuery,
    ) -> Result<Page<Recipient>, StoreError>;

    /// The answers on a message's card, newest first.
    async fn answers(&self, id: StaffMessageId, page: PageQuery) -> Result<Page<CardAnswer>, StoreError>;

    /// An order to change a card.
    async fn update(&self, id: CardUpdateId) -> Result<Option<CardUpdate>, StoreError>;

    /// Up to `most` answers for which the change is still to be made.
    async fn open_answers(&self, id: CardUpdateId, most: u32) -> Result<Vec<CardAnswer>, StoreError>;
}
