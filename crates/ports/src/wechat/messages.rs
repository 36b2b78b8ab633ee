//! The log of messages that WeChat delivered.

use async_trait::async_trait;
use domain::ids::MessageId;
use domain::time::Timestamp;
use domain::wechat::{Incoming, Reply};

use crate::jobs::JobEnvelope;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// A message to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The id it gets if it is new.
    pub id: MessageId,
    /// The message.
    pub incoming: Incoming,
    /// When this delivery of it arrived.
    pub received_at: Timestamp,
    /// The answer, where it needs no further work; otherwise it waits for one.
    pub reply: Option<Reply>,
    /// Until when its recorder alone may work on it, where it waits.
    pub lease_until: Timestamp,
    /// Jobs to be enqueued with it if it is new.
    pub jobs: Vec<JobEnvelope>,
}

/// What recording found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// It is new and stored now.
    New,
    /// It was delivered before; this delivery is counted.
    Again(StoredState),
}

/// Where a stored message stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredState {
    /// Its id.
    pub id: MessageId,
    /// Its answer; `None` while somebody works on it.
    pub answer: Option<Answer>,
    /// Until when its worker alone may work on it.
    pub lease_until: Option<Timestamp>,
}

/// The answer to a message, given once and for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it says.
    pub reply: Reply,
    /// How it travels.
    pub mode: AnswerMode,
}

/// How an answer travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerMode {
    /// In the HTTP response.
    Passive,
    /// As a customer-service message, because the response had to go first.
    Late,
}

impl AnswerMode {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passive => "passive",
            Self::Late => "late",
        }
    }

    /// The mode of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Passive, Self::Late].into_iter().find(|mode| mode.name() == name)
    }
}

/// An answer to be stored, with the jobs that follow from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    /// The message.
    pub id: MessageId,
    /// The answer.
    pub answer: Answer,
    /// Jobs to be enqueued if this answer is the one that is stored.
    pub jobs: Vec<JobEnvelope>,
}

/// A message as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedMessage {
    /// Its id.
    pub id: MessageId,
    /// The message.
    pub incoming: Incoming,
    /// When it first arrived.
    pub received_at: Timestamp,
}

/// The durable log of messages. A message is the same as another when account and `dedupe` are equal.
#[async_trait]
pub trait MessageLog: Send + Sync {
    /// Records messages in one transaction, each exactly once: of many equal ones, in this batch, in others at the
    /// same instant or earlier, one is [`Recorded::New`] and the rest are [`Recorded::Again`], each counted.
    /// Answers come in the order of the batch.
    async fn record(&self, batch: &[NewMessage]) -> Result<Vec<Recorded>, StoreError>;

    /// Stores answers in one transaction. The first answer of a message stays: the result holds, in order, the
    /// answer that counts. Jobs of answers that came too late MUST NOT be enqueued.
    async fn answer(&self, batch: &[NewAnswer]) -> Result<Vec<Answer>, StoreError>;

    /// Where a message stands.
    async fn state(&self, id: MessageId) -> Result<Option<StoredState>, StoreError>;

    /// Takes over messages that wait while their lease ran out before `now`; of several callers one gets each.
    async fn take_over_stale(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        max: u32,
    ) -> Result<Vec<RecordedMessage>, StoreError>;

    /// Takes over one message if it waits and its lease ran out before `now`.
    async fn take_over(
        &self,
        id: MessageId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<RecordedMessage>, StoreError>;
}

/// A stored message, for the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageView {
    /// Its id.
    pub id: MessageId,
    /// Our name of the account.
    pub account: String,
    /// Open id of the sender.
    pub from_user: String,
    /// Original id of the account.
    pub to_user: String,
    /// WeChat's `MsgType`.
    pub msg_type: String,
    /// WeChat's `Event`.
    pub event: Option<String>,
    /// WeChat's `EventKey`.
    pub event_key: Option<String>,
    /// WeChat's message id.
    pub msg_id: Option<u64>,
    /// The text of a text message.
    pub content: Option<String>,
    /// WeChat's time of it, seconds.
    pub create_time: i64,
    /// When it first arrived.
    pub received_at: Timestamp,
    /// How often WeChat delivered it.
    pub deliveries: u32,
    /// The decrypted body, unchanged.
    pub raw: String,
    /// Its answer; `None` while it waits.
    pub answer: Option<Answer>,
}

/// Which messages. Every filter is exact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageFilter {
    /// Open id of the sender; case-sensitive.
    pub from_user: Option<String>,
    /// WeChat's `MsgType`.
    pub msg_type: Option<String>,
    /// WeChat's `Event`; case does not matter.
    pub event: Option<String>,
}

/// Reading messages.
#[async_trait]
pub trait MessageReads: Send + Sync {
    /// Messages, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(&self, filter: &MessageFilter, page: PageQuery) -> Result<Page<MessageView>, StoreError>;

    /// One message.
    async fn find(&self, id: MessageId) -> Result<Option<MessageView>, StoreError>;

    /// One message with what it asks for, as it was recorded. MUST be there for every kind that
    /// [is noted](domain::wechat::IncomingKind::is_noted), answered or not; for others it MAY be missing.
    async fn recorded(&self, id: MessageId) -> Result<Option<RecordedMessage>, StoreError>;
}
