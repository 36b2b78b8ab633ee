//! What the WeChat side needs from outside: the log of messages, WeChat's API, and the keeping of its tokens.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::events::QrLifetime;
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

/// A message that waits for its answer while nobody works on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingMessage {
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
    ) -> Result<Vec<WaitingMessage>, StoreError>;

    /// Takes over one message if it waits and its lease ran out before `now`.
    async fn take_over(
        &self,
        id: MessageId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<WaitingMessage>, StoreError>;
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
}

/// Why WeChat did not do what it was asked, by what can be done about it. Notes are safe to show and log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WechatFailure {
    /// WeChat refused for good.
    #[error("WeChat refused ({code}): {note}")]
    Refused {
        /// WeChat's `errcode`.
        code: i64,
        /// Why, in kinds.
        kind: RefusalKind,
        /// WeChat's text and rid.
        note: String,
    },
    /// It was certainly not done; it may work later.
    #[error("WeChat is not available now: {note}")]
    Later {
        /// WeChat's `errcode`, where it answered.
        code: Option<i64>,
        /// How long to wait at least, where that is known.
        after: Option<Duration>,
        /// What is known.
        note: String,
    },
    /// No answer came: it may have been done.
    #[error("WeChat gave no answer: {note}")]
    Unanswered {
        /// What is known.
        note: String,
    },
}

/// Kinds of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// Our set-up: app id, secret, IP list, permission.
    Configuration,
    /// The person: not a follower, refuses messages, unknown.
    Recipient,
    /// The person must act first: window closed, consent missing.
    Consent,
    /// What we sent.
    Content,
    /// The account's quota for the day.
    Quota,
}

/// A scene code that WeChat made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedQrCode {
    /// WeChat's ticket.
    pub ticket: String,
    /// The address inside the code.
    pub url: String,
    /// Where WeChat serves the image.
    pub image_url: String,
    /// Seconds until it stops working; `None` for a permanent one.
    pub expires_in: Option<Duration>,
}

/// A template message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateMessage {
    /// WeChat's template id.
    pub template_id: String,
    /// Template key → value.
    pub fields: Vec<(String, String)>,
    /// WeChat sends one of these once per person within 10 minutes; at most 32 characters.
    pub client_msg_id: String,
}

/// WeChat's API, as far as the product calls it. Every call is bounded in time.
#[async_trait]
pub trait WechatApi: Send + Sync {
    /// Asks for a scene code.
    async fn create_qr_code(
        &self,
        account: &str,
        scene: &str,
        lifetime: QrLifetime,
    ) -> Result<IssuedQrCode, WechatFailure>;

    /// Sends a customer-service text.
    async fn send_custom_text(&self, person: &PersonRef, text: &str) -> Result<(), WechatFailure>;

    /// Sends a template message; answers WeChat's message id.
    async fn send_template(
        &self,
        person: &PersonRef,
        message: &TemplateMessage,
    ) -> Result<Option<String>, WechatFailure>;

    /// Gives a follower tag; giving it again changes nothing.
    async fn tag_follower(&self, person: &PersonRef, tag: i64) -> Result<(), WechatFailure>;
}

/// An access token of WeChat's API.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The secret text.
    pub value: String,
    /// When WeChat lets it expire.
    pub expires_at: Timestamp,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessToken(…, until {})", self.expires_at)
    }
}

/// The token store cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the token store is unavailable: {0}")]
pub struct TokenStoreUnavailable(pub String);

/// One token per app id, shared by all instances.
#[async_trait]
pub trait AccessTokenStore: Send + Sync {
    /// The token of `app_id`, whatever its age.
    async fn current(&self, app_id: &str) -> Result<Option<AccessToken>, TokenStoreUnavailable>;

    /// Takes the sole right to fetch a new token for `lease`. MUST be granted to one `holder` at a time; the holder
    /// itself gets it again.
    async fn try_lease(&self, app_id: &str, holder: &str, lease: Duration) -> Result<bool, TokenStoreUnavailable>;

    /// Stores a token and gives up the lease. MUST change nothing and answer `false` when `holder` lost the lease.
    async fn put(&self, app_id: &str, holder: &str, token: &AccessToken) -> Result<bool, TokenStoreUnavailable>;

    /// Gives up the lease, if `holder` has it.
    async fn release(&self, app_id: &str, holder: &str) -> Result<(), TokenStoreUnavailable>;

    /// Forgets the token only if it still is `value`; a newer one MUST stay.
    async fn invalidate(&self, app_id: &str, value: &str) -> Result<bool, TokenStoreUnavailable>;
}
