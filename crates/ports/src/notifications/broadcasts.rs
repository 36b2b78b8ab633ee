//! Broadcasts and who gets them.

use async_trait::async_trait;
use domain::ids::BroadcastId;
use domain::notifications::broadcast::{Broadcast, BroadcastState};
use domain::notifications::{Delivery, DeliveryState, SkipReason};

use crate::jobs::JobEnvelope;
use crate::log::LogEntry;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// A changed broadcast, with everything that goes with the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadcastChange {
    /// As it is now.
    pub broadcast: Broadcast,
    /// The version it had.
    pub expected_version: u64,
    /// New deliveries. One whose cause is known is left as it is.
    pub deliveries: Vec<Delivery>,
    /// Jobs to be enqueued.
    pub jobs: Vec<JobEnvelope>,
    /// Log entries.
    pub log: Vec<LogEntry>,
}

/// How many deliveries of a broadcast are in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryCount {
    /// The state.
    pub state: DeliveryState,
    /// Why, for those that were skipped.
    pub reason: Option<SkipReason>,
    /// How many.
    pub count: u64,
}

/// Which broadcasts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BroadcastFilter {
    /// Our name of the account.
    pub account: String,
    /// Only in this state.
    pub state: Option<BroadcastState>,
}

/// Stored broadcasts.
#[async_trait]
pub trait BroadcastStore: Send + Sync {
    /// Stores a new broadcast with its list of people, jobs and log entries in one transaction. A second one of its id
    /// MUST fail with [`StoreError::Duplicate`].
    async fn add(
        &self,
        broadcast: &Broadcast,
        people: &[String],
        jobs: &[JobEnvelope],
        log: &[LogEntry],
    ) -> Result<(), StoreError>;

    /// One broadcast.
    async fn find(&self, id: BroadcastId) -> Result<Option<Broadcast>, StoreError>;

    /// Stores a change in one transaction. MUST fail with [`StoreError::VersionConflict`], and leave everything as it
    /// was, when the stored version is not the one expected.
    async fn apply(&self, change: &BroadcastChange) -> Result<(), StoreError>;

    /// Open ids of the stored list in its order, without the first `skip`.
    async fn people(&self, id: BroadcastId, skip: u32, most: u32) -> Result<Vec<String>, StoreError>;

    /// Some deliveries that nobody has begun.
    async fn pending(&self, id: BroadcastId, most: u32) -> Result<Vec<Delivery>, StoreError>;

    /// Whether a delivery is pending or being sent.
    async fn has_open(&self, id: BroadcastId) -> Result<bool, StoreError>;

    /// Its deliveries by state and reason, as of one moment. States without any MAY be left out.
    async fn counts(&self, id: BroadcastId) -> Result<Vec<DeliveryCount>, StoreError>;

    /// Broadcasts, newest first.
    async fn list(&self, filter: &BroadcastFilter, page: PageQuery) -> Result<Page<Broadcast>, StoreError>;
}
