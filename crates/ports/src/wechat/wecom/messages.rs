//! Messages to members inside a transaction.

use async_trait::async_trait;
use domain::ids::StaffMessageId;
use domain::wechat::wecom::message::{CardAnswer, CardUpdate, MessagePart, Recipient, RecipientOutcome, StaffMessage};
use uuid::Uuid;

use crate::jobs::Outbox;
use crate::log::EventLog;
use crate::store::StoreError;

/// Opens transactions about messages to members.
#[async_trait]
pub trait StaffMessagesStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn StaffMessagesTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait StaffMessagesTransaction: Send {
    /// Messages.
    fn messages(&mut self) -> &mut dyn StaffMessageRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// The outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Messages inside a transaction. The lock on a message covers its parts, recipients and answers.
#[async_trait]
pub trait StaffMessageRepository: Send {
    /// A message, locked against other writers until the transaction ends.
    async fn find_for_update(&mut self, id: StaffMessageId) -> Result<Option<StaffMessage>, StoreError>;

    /// Stores a new one. A known id, or a task id that another message of the account has, MUST fail with
    /// [`StoreError::Duplicate`].
    async fn add(
        &mut self,
        message: &StaffMessage,
        parts: &[MessagePart],
        recipients: &[Recipient],
    ) -> Result<(), StoreError>;

    /// Stores a change; content, options and counts of parts and recipients never change. MUST fail with
    /// [`StoreError::VersionConflict`] when the stored version is not `expected_version`.
    async fn save(&mut self, message: &StaffMessage, expected_version: u64) -> Result<(), StoreError>;

    /// Its parts by number.
    async fn parts(&mut self, id: StaffMessageId) -> Result<Vec<MessagePart>, StoreError>;

    /// Stores a change of a part.
    async fn save_part(&mut self, part: &MessagePart) -> Result<(), StoreError>;

    /// The recipients of a part in their order.
    async fn recipients_of(&mut self, id: StaffMessageId, part: u32) -> Result<Vec<Recipient>, StoreError>;

    /// Stores what became of recipients.
    async fn settle(&mut self, outcomes: &[(Uuid, RecipientOutcome)]) -> Result<(), StoreError>;

    /// Settles those of a part who are still waiting alike; answers how many.
    async fn settle_waiting(
        &mut self,
        id: StaffMessageId,
        part: u32,
        outcome: RecipientOutcome,
    ) -> Result<u64, StoreError>;

    /// Keeps an answer on a card; a known one stays as it is.
    async fn add_answer(&mut self, answer: &CardAnswer) -> Result<(), StoreError>;

    /// The answers on a message whose codes nobody has taken, at most `most`, newest first.
    async fn answers_without_update(&mut self, id: StaffMessageId, most: u32) -> Result<Vec<CardAnswer>, StoreError>;

    /// Stores an order to change a card, and the answers whose codes it takes.
    async fn add_update(&mut self, update: &CardUpdate, answers: &[CardAnswer]) -> Result<(), StoreError>;

    /// An answer as it is stored now.
    async fn find_answer(&mut self, id: domain::ids::MessageId) -> Result<Option<CardAnswer>, StoreError>;

    /// Stores how the change of a card came on for one who answered.
    async fn save_answer(&mut self, answer: &CardAnswer) -> Result<(), StoreError>;
}
