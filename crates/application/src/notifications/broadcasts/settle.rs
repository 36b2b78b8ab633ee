//! Settle what a cancelled broadcast has not begun.

use std::sync::Arc;

use domain::ids::BroadcastId;
use domain::notifications::{Delivery, SkipReason};
use domain::time::Timestamp;
use ports::StoreError;
use ports::notifications::{DeliveryChange, DeliveryStore};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tools::BroadcastTools;
use crate::jobs::{Job, JobOutcome};

/// Deliveries of one transaction.
const PAGE: u32 = 500;

/// The job: skip everything that this cancelled broadcast has not begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SettleCancelled {
    /// The broadcast.
    pub broadcast_id: Uuid,
}

impl Job for SettleCancelled {
    const NAME: &'static str = "broadcasts.settle_cancelled";
}

/// Carries out [`SettleCancelled`]. A delivery that a sender began meanwhile keeps the state that the sender gives it.
#[derive(Clone)]
pub struct Settling {
    /// What it works with.
    pub tools: BroadcastTools,
    /// Deliveries.
    pub deliveries: Arc<dyn DeliveryStore>,
}

impl Settling {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.notifications.settle_cancelled", skip_all, fields(broadcast.id = %job.broadcast_id))]
    pub async fn run(&self, job: &SettleCancelled) -> JobOutcome {
        let id = BroadcastId::from_uuid(job.broadcast_id);
        loop {
            let pending = self.tools.broadcasts.pending(id, PAGE).await?;
            if pending.is_empty() {
                return Ok(());
            }
            skip(self.deliveries.as_ref(), pending, self.tools.clock.now()).await?;
        }
    }
}

/// Skips pending deliveries because of the cancellation.
pub(super) async fn skip(
    store: &dyn DeliveryStore,
    deliveries: Vec<Delivery>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let changes: Vec<_> = deliveries
        .into_iter()
        .filter_map(|mut delivery| {
            let expected_version = delivery.stored().version;
            delivery.skip(SkipReason::Cancelled, now).then_some(DeliveryChange {
                delivery,
                expected_version,
            })
        })
        .collect();
    store.save_many(&changes).await.map(drop)
}
