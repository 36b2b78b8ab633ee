//! Gather the people of a broadcast: one page of them, their deliveries and the jobs that send these, in one transaction.

use domain::ids::BroadcastId;
use domain::notifications::broadcast::{Broadcast, BroadcastState};
use domain::notifications::{Delivery, DeliveryState};
use ports::jobs::JobEnvelope;
use ports::notifications::broadcasts::BroadcastChange;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::audience::Audiences;
use super::finish::FinishBroadcast;
use super::recipients::Composing;
use super::send_batch::{BATCH, SendBatch};
use super::tools::BroadcastTools;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};

/// The job: gather the next page of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GatherPeople {
    /// The broadcast.
    pub broadcast_id: Uuid,
}

impl Job for GatherPeople {
    const NAME: &'static str = "broadcasts.gather";
}

/// Carries out [`GatherPeople`]. The cursor moves with the deliveries it stands for: dying at any point, the successor
/// goes on with the same page, or with the next.
#[derive(Clone)]
pub struct Gathering {
    /// What it works with.
    pub tools: BroadcastTools,
    /// Finds people.
    pub audiences: Audiences,
    /// Makes their deliveries.
    pub composing: Composing,
}

impl Gathering {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.notifications.gather_people", skip_all, fields(broadcast.id = %job.broadcast_id))]
    pub async fn run(&self, job: &GatherPeople, context: &Context) -> JobOutcome {
        let id = BroadcastId::from_uuid(job.broadcast_id);
        let found = self.tools.broadcasts.find(id).await?;
        let broadcast = found.ok_or_else(|| JobError::Never("the broadcast is gone".to_owned()))?;
        if broadcast.state != BroadcastState::Preparing {
            return Ok(());
        }
        let page = self.audiences.page(&broadcast).await?;
        let deliveries = self.composing.deliveries(&broadcast, &page.people).await?;
        let change = self.change(broadcast, deliveries, page.next, context);
        // A conflict means that a twin of this job was faster, or the broadcast was cancelled: the retry sees which.
        self.tools.broadcasts.apply(&change).await?;
        self.tools.signal.wake();
        Ok(())
    }

    fn change(
        &self,
        mut broadcast: Broadcast,
        deliveries: Vec<Delivery>,
        next: Option<String>,
        context: &Context,
    ) -> BroadcastChange {
        let (version, is_last) = (broadcast.version, next.is_none());
        let people = u64::try_from(deliveries.len()).unwrap_or(u64::MAX);
        let happened = broadcast.gathered(people, next, self.tools.clock.now());
        let mut jobs = self.batches(&broadcast, &deliveries, context);
        jobs.push(self.follower(broadcast.id, is_last, context));
        BroadcastChange {
            deliveries,
            jobs,
            ..self.tools.change(broadcast, version, happened.as_ref(), context)
        }
    }

    fn batches(&self, broadcast: &Broadcast, deliveries: &[Delivery], context: &Context) -> Vec<JobEnvelope> {
        let pending: Vec<_> = deliveries
            .iter()
            .map(Delivery::stored)
            .filter(|stored| stored.state == DeliveryState::Pending)
            .map(|stored| stored.id.uuid())
            .collect();
        let now = self.tools.clock.now();
        let batch = |ids: &[Uuid]| {
            let job = SendBatch {
                broadcast_id: broadcast.id.uuid(),
                delivery_ids: ids.to_vec(),
            };
            context.job(&job, now, self.tools.ids.as_ref())
        };
        pending.chunks(BATCH).map(batch).collect()
    }

    /// What follows this page: the next one, or a look at whether there was anything to send at all.
    fn follower(&self, id: BroadcastId, is_last: bool, context: &Context) -> JobEnvelope {
        let (broadcast_id, now, ids) = (id.uuid(), self.tools.clock.now(), self.tools.ids.as_ref());
        if is_last {
            context.job(&FinishBroadcast { broadcast_id }, now, ids)
        } else {
            context.job(&GatherPeople { broadcast_id }, now, ids)
        }
    }
}
