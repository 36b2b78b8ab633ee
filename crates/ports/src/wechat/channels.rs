//! What promotion channels and scene codes need from outside.

use async_trait::async_trait;
use domain::ids::{ChannelId, EventId, MessageId, QrCodeId};
use domain::time::Timestamp;
use domain::wechat::{Channel, SceneCode, ScenePrint};

use crate::log::EventLog;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Opens transactions about channels.
#[async_trait]
pub trait ChannelsStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn ChannelsTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait ChannelsTransaction: Send {
    /// Channels.
    fn channels(&mut self) -> &mut dyn ChannelRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Channels inside a transaction.
#[async_trait]
pub trait ChannelRepository: Send {
    /// The channel, locked against other writers until the transaction ends; deleted ones too.
    async fn find_for_update(&mut self, id: ChannelId) -> Result<Option<Channel>, StoreError>;

    /// Stores a new channel. A known id MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, channel: &Channel) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, channel: &Channel, expected_version: u64) -> Result<(), StoreError>;

    /// Stores a code of a channel. A known id or scene MUST fail with [`StoreError::Duplicate`].
    async fn add_code(&mut self, code: &SceneCode) -> Result<(), StoreError>;
}

/// Reading channels. Deleted ones MUST be out of sight.
#[async_trait]
pub trait ChannelReads: Send + Sync {
    /// One channel of an account.
    async fn find(&self, account: &str, id: ChannelId) -> Result<Option<Channel>, StoreError>;

    /// An account's channels, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(&self, account: &str, page: PageQuery) -> Result<Page<Channel>, StoreError>;
}

/// Which scene codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SceneCodeFilter {
    /// Only codes of this channel.
    pub channel: Option<ChannelId>,
    /// Only codes of this event.
    pub event: Option<EventId>,
}

/// Reading scene codes of every kind; those that events issue are among them.
#[async_trait]
pub trait SceneCodeReads: Send + Sync {
    /// One code.
    async fn find_code(&self, id: QrCodeId) -> Result<Option<SceneCode>, StoreError>;

    /// An account's codes, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list_codes(
        &self,
        account: &str,
        filter: SceneCodeFilter,
        page: PageQuery,
    ) -> Result<Page<SceneCode>, StoreError>;

    /// How many permanent codes an account has made. WeChat allows 100,000 in all.
    async fn permanent_codes(&self, account: &str) -> Result<u64, StoreError>;
}

/// Making codes anew before they end.
#[async_trait]
pub trait SceneCodeRenewals: Send + Sync {
    /// Takes up to `max` codes that are to be made anew at `now`, for nobody else before `until`; of several takers one
    /// gets each. Whether anybody still wants them, the taker has to see.
    async fn claim(&self, now: Timestamp, until: Timestamp, max: u32) -> Result<Vec<SceneCode>, StoreError>;

    /// Stores a code that was made anew, at its old place too where an event lists it, and keeps what it replaces in
    /// the history. `false` when somebody else had stored that renewal already: then nothing changes.
    async fn renewed(&self, code: &SceneCode) -> Result<bool, StoreError>;

    /// Stores that a code is not to be made anew any more.
    async fn retire(&self, id: QrCodeId) -> Result<(), StoreError>;

    /// What was made for a code before, newest first: tickets with the instants they were made at.
    async fn history(&self, id: QrCodeId) -> Result<Vec<ScenePrint>, StoreError>;
}

/// One scan to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedScan {
    /// The message it came in; counted once.
    pub message: MessageId,
    /// Our name of the account.
    pub account: String,
    /// The scene.
    pub scene: String,
    /// The day it belongs to, `2026-12-01`.
    pub day: String,
    /// Whether it made the person a follower.
    pub followed: bool,
}

/// Scans of one code on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanCount {
    /// The code.
    pub code: QrCodeId,
    /// The day, `2026-12-01`.
    pub day: String,
    /// Scans.
    pub scans: u64,
    /// Of these, scans that made somebody a follower.
    pub new_followers: u64,
}

/// Counting scans.
#[async_trait]
pub trait ScanCounts: Send + Sync {
    /// Counts scans in one transaction, each message once however often it is told, also at the same instant. A scene
    /// that leads nowhere is counted for its account alone.
    async fn count(&self, scans: &[CountedScan]) -> Result<(), StoreError>;

    /// Counts of these codes between two days, both included, by day and code. The cost MUST NOT depend on how often
    /// they were scanned.
    async fn counts(&self, codes: &[QrCodeId], from: &str, to: &str) -> Result<Vec<ScanCount>, StoreError>;

    /// How many scans of an account led nowhere on these days.
    async fn unknown_scans(&self, account: &str, from: &str, to: &str) -> Result<u64, StoreError>;

    /// Forgets which messages were counted before `instant`: none is told again by then.
    async fn forget_counted(&self, instant: Timestamp) -> Result<u64, StoreError>;
}
