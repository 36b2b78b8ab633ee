//! What notices need from outside.

pub mod broadcasts;
pub mod consents;
pub mod templates;

use async_trait::async_trait;
use domain::ids::{AttendeeId, BroadcastId, DeliveryId, EventId};
use domain::notifications::{Delivery, DeliveryState};

use crate::jobs::JobEnvelope;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Stored deliveries.
#[async_trait]
pub trait DeliveryStore: Send + Sync {
    /// Stores new deliveries with the jobs that carry them out, in one transaction. A delivery whose cause is known
    /// MUST be left as it is; jobs are stored all the same (they find the delivery settled).
    async fn add(&self, deliveries: &[Delivery], jobs: &[JobEnvelope]) -> Result<(), StoreError>;

    /// One delivery.
    async fn find(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError>;

    /// The delivery of a cause.
    async fn find_by_cause(&self, cause: &str) -> Result<Option<Delivery>, StoreError>;

    /// The delivery that WeChat knows under this message id at an account.
    async fn find_by_provider_message(&self, account: &str, id: &str) -> Result<Option<Delivery>, StoreError>;

    /// Stores a change durably. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&self, delivery: &Delivery, expected_version: u64) -> Result<(), StoreError>;

    /// These deliveries, in no particular order; unknown ones are left out.
    async fn find_many(&self, ids: &[DeliveryId]) -> Result<Vec<Delivery>, StoreError>;

    /// The deliveries of these causes, in no particular order; unknown ones are left out.
    async fn find_by_causes(&self, causes: &[String]) -> Result<Vec<Delivery>, StoreError>;

    /// Stores changes durably in one transaction. Each is stored only when the stored version is the one expected; the
    /// answer tells in order which were. One that was not MUST NOT keep the others from being stored. Of several changes
    /// of one delivery at most one is stored.
    async fn save_many(&self, changes: &[DeliveryChange]) -> Result<Vec<bool>, StoreError>;
}

/// A changed delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryChange {
    /// As it is now.
    pub delivery: Delivery,
    /// The version it had.
    pub expected_version: u64,
}

/// Which deliveries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeliveryFilter {
    /// Only about this event.
    pub event: Option<EventId>,
    /// Only about this attendee.
    pub attendee: Option<AttendeeId>,
    /// Only of this broadcast.
    pub broadcast: Option<BroadcastId>,
    /// Only in this state.
    pub state: Option<DeliveryState>,
    /// Only to this open id; case-sensitive.
    pub open_id: Option<String>,
}

/// Reading deliveries.
#[async_trait]
pub trait DeliveryReads: Send + Sync {
    /// Deliveries, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(&self, filter: &DeliveryFilter, page: PageQuery) -> Result<Page<Delivery>, StoreError>;
}
