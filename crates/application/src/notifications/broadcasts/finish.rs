//! Note that every delivery of a broadcast is settled.

use domain::ids::BroadcastId;
use ports::StoreError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tools::BroadcastTools;
use crate::context::Context;
use crate::jobs::{Job, JobOutcome};
use crate::retry::retry_on_contention;

/// The job: see whether this broadcast is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FinishBroadcast {
    /// The broadcast.
    pub broadcast_id: Uuid,
}

impl Job for FinishBroadcast {
    const NAME: &'static str = "broadcasts.finish";
}

/// Carries out [`FinishBroadcast`]. Whoever settles deliveries asks it afterwards; the last of them finds nothing open.
#[derive(Clone)]
pub struct Finishing(pub BroadcastTools);

impl Finishing {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.notifications.finish_broadcast", skip_all, fields(broadcast.id = %job.broadcast_id))]
    pub async fn run(&self, job: &FinishBroadcast, context: &Context) -> JobOutcome {
        Ok(self
            .finish_if_settled(BroadcastId::from_uuid(job.broadcast_id), context)
            .await?)
    }

    /// Marks the broadcast as done when nothing of it is pending or being sent.
    pub(super) async fn finish_if_settled(&self, id: BroadcastId, context: &Context) -> Result<(), StoreError> {
        retry_on_contention(|| self.attempt(id, context)).await
    }

    async fn attempt(&self, id: BroadcastId, context: &Context) -> Result<(), StoreError> {
        // Looked at first: people gathered after it are gathered by somebody who asks again.
        let Some(mut broadcast) = self.0.broadcasts.find(id).await? else {
            return Ok(());
        };
        if self.0.broadcasts.has_open(id).await? {
            return Ok(());
        }
        let version = broadcast.version;
        let Some(happened) = broadcast.finish(self.0.clock.now()) else {
            return Ok(());
        };
        let change = self.0.change(broadcast, version, Some(&happened), context);
        self.0.broadcasts.apply(&change).await
    }
}
