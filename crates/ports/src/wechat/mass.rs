//! What mass messages need from outside: their keeping and WeChat.

use async_trait::async_trait;
use domain::ids::MassMessageId;
use domain::time::Timestamp;
use domain::wechat::Comments;
use domain::wechat::MassReport;
use domain::wechat::mass::{Looked, MassMessage, MassState};

use super::WechatFailure;
use crate::jobs::JobEnvelope;
use crate::log::LogEntry;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// What becomes of an order's list of people.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum PeopleChange {
    /// It stays.
    #[default]
    Keep,
    /// It becomes this one.
    Replace(Vec<String>),
    /// These come after the first so many, which are there.
    Append {
        /// How many are there.
        after: u32,
        /// Who comes.
        people: Vec<String>,
    },
    /// It is not needed any more.
    Forget,
}

/// A change of an order with all that follows from it, stored together.
#[derive(Clone, PartialEq, Eq)]
pub struct MassChange {
    /// The order as it is then.
    pub message: MassMessage,
    /// The version it was changed from.
    pub expected_version: u64,
    /// Its list of people.
    pub people: PeopleChange,
    /// Jobs that follow.
    pub jobs: Vec<JobEnvelope>,
    /// What happened.
    pub log: Vec<LogEntry>,
}

/// Which orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassFilter {
    /// Of this account.
    pub account: String,
    /// Only in this state.
    pub state: Option<MassState>,
}

/// Keeps orders of mass messages.
#[async_trait]
pub trait MassStore: Send + Sync {
    /// Stores a new order with its list of people. A known id MUST fail with [`StoreError::Duplicate`].
    async fn add(&self, message: &MassMessage, people: &[String], log: &[LogEntry]) -> Result<(), StoreError>;

    /// One order of an account.
    async fn find(&self, account: &str, id: MassMessageId) -> Result<Option<MassMessage>, StoreError>;

    /// The order that has a part with WeChat's number.
    async fn find_by_msg_id(&self, account: &str, msg_id: u64) -> Result<Option<MassMessageId>, StoreError>;

    /// Stores a change, all of it or nothing. MUST fail with [`StoreError::VersionConflict`] when the stored version is
    /// not the expected one.
    async fn apply(&self, change: &MassChange) -> Result<(), StoreError>;

    /// Deletes an order with its list. MUST fail with [`StoreError::VersionConflict`] as [`Self::apply`] does.
    async fn delete(&self, id: MassMessageId, expected_version: u64, log: &[LogEntry]) -> Result<(), StoreError>;

    /// At most `most` people of an order's list behind the first `skip`, in their order.
    async fn people(&self, id: MassMessageId, skip: u32, most: u32) -> Result<Vec<String>, StoreError>;

    /// An account's orders, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(&self, filter: &MassFilter, page: PageQuery) -> Result<Page<MassMessage>, StoreError>;

    /// Appends to the event log what changed at WeChat alone.
    async fn note(&self, log: &[LogEntry]) -> Result<(), StoreError>;

    /// Stores jobs that change nothing yet.
    async fn enqueue(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError>;
}

/// Reports as they came. One may come before the number it names was stored: whoever stores a number looks here
/// afterwards, and whoever brings a report puts it here first, so that one of the two sees both.
#[async_trait]
pub trait EarlyMassReports: Send + Sync {
    /// Keeps a report. One that is there already MUST stay.
    async fn keep(&self, account: &str, report: &MassReport, at: Timestamp) -> Result<(), StoreError>;

    /// The report on that number.
    async fn find(&self, account: &str, msg_id: u64) -> Result<Option<MassReport>, StoreError>;

    /// Forgets reports that were kept before `instant`; answers how many.
    async fn forget(&self, instant: Timestamp) -> Result<u64, StoreError>;
}

/// What is sent, in WeChat's media ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MassPayload {
    /// Text.
    Text(String),
    /// Pictures.
    Images {
        /// The pictures.
        media_ids: Vec<String>,
        /// Words of recommendation.
        recommend: Option<String>,
        /// Who may comment.
        comments: Comments,
    },
    /// A voice recording.
    Voice(String),
    /// A video.
    Video {
        /// The video.
        media_id: String,
        /// Its title.
        title: Option<String>,
        /// Its description.
        description: Option<String>,
    },
    /// A draft of articles.
    Articles {
        /// The draft.
        media_id: String,
        /// Whether reprints are sent all the same.
        send_reprints: bool,
    },
}

/// What a preview shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewPayload {
    /// Text.
    Text(String),
    /// One picture.
    Image(String),
    /// A voice recording.
    Voice(String),
    /// A video.
    Video(String),
    /// A draft of articles.
    Articles(String),
}

/// To whom one call goes.
#[derive(Clone, PartialEq, Eq)]
pub enum MassRecipients {
    /// All followers.
    Everybody,
    /// Followers with a tag.
    Tag(i64),
    /// 2 to 10,000 people by their open ids.
    People(Vec<String>),
}

impl std::fmt::Debug for MassRecipients {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Everybody => f.write_str("Everybody"),
            Self::Tag(tag) => write!(f, "Tag({tag})"),
            Self::People(people) => write!(f, "People({})", people.len()),
        }
    }
}

/// Who looks at a preview. `Debug` does not show the person.
#[derive(Clone, PartialEq, Eq)]
pub enum PreviewPerson {
    /// By open id.
    OpenId(String),
    /// By WeChat name (微信号).
    WechatName(String),
}

impl std::fmt::Debug for PreviewPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PreviewPerson")
    }
}

/// WeChat took a mass message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MassTaken {
    /// Its number, which the report will name.
    pub msg_id: u64,
    /// Names its articles in statistics.
    pub msg_data_id: Option<u64>,
}

/// How fast WeChat sends an account's mass messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MassSpeed {
    /// From 0, the fastest, to 4.
    pub level: u8,
    /// In messages a minute; 0 where WeChat did not tell.
    pub per_minute: u32,
}

/// WeChat's mass messages. Every call is bounded in time.
#[async_trait]
pub trait MassApi: Send + Sync {
    /// Hands a message over. The same `client_msg_id` within 24 hours MUST send it once and answer the first number.
    /// A failure `Later` without a code leaves open whether it was taken.
    async fn send(
        &self,
        account: &str,
        recipients: &MassRecipients,
        payload: &MassPayload,
        client_msg_id: &str,
    ) -> Result<MassTaken, WechatFailure>;

    /// Shows a message to one person; answers WeChat's number of it.
    async fn preview(
        &self,
        account: &str,
        person: &PreviewPerson,
        payload: &PreviewPayload,
    ) -> Result<u64, WechatFailure>;

    /// Takes back a message, or one article of it, from 1. Irreversible; repeating it changes nothing.
    async fn withdraw(&self, account: &str, msg_id: u64, article: Option<u32>) -> Result<(), WechatFailure>;

    /// How far a message is.
    async fn look(&self, account: &str, msg_id: u64) -> Result<Looked, WechatFailure>;

    /// How fast messages are sent.
    async fn speed(&self, account: &str) -> Result<MassSpeed, WechatFailure>;

    /// Sets how fast messages are sent, 0 to 4.
    async fn set_speed(&self, account: &str, level: u8) -> Result<(), WechatFailure>;
}
