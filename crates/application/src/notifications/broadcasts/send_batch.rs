//! Send a batch of a broadcast's deliveries.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::ids::{BroadcastId, DeliveryId};
use domain::notifications::broadcast::{Broadcast, BroadcastState};
use domain::notifications::{Delivery, DeliveryState};
use domain::time::Timestamp;
use futures::{FutureExt, StreamExt};
use ports::StoreError;
use ports::jobs::JobEnvelope;
use ports::notifications::{DeliveryChange, DeliveryStore};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use uuid::Uuid;

use super::finish::Finishing;
use super::settle::skip;
use super::tools::BroadcastTools;
use crate::context::Context;
use crate::jobs::{Job, JobError, JobOutcome};
use crate::notifications::sending::{Carried, Sender};
use crate::retry::retry_on_contention;

/// Deliveries of one job.
pub(super) const BATCH: usize = 100;
/// Deliveries of one job under way at the same time.
const AT_ONCE: usize = 32;
/// How often a running job looks whether its broadcast was cancelled.
const LOOK: Duration = Duration::from_millis(400);
/// A job begins nothing after this: what it has begun has time to end before the job's attempt does.
const BEGINS: Duration = Duration::from_secs(12);
/// A wait that long is a quota of the day, not a hurry: the whole broadcast waits.
const LONG: Duration = Duration::from_mins(10);

/// The job: send these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendBatch {
    /// The broadcast.
    pub broadcast_id: Uuid,
    /// Its deliveries.
    pub delivery_ids: Vec<Uuid>,
}

impl Job for SendBatch {
    const NAME: &'static str = "broadcasts.send";
}

/// Carries out [`SendBatch`]. Attempts and outcomes of deliveries under way at one moment share their transactions.
#[derive(Clone)]
pub struct SendingBatches {
    /// What it works with.
    pub tools: BroadcastTools,
    /// Deliveries.
    pub deliveries: Arc<dyn DeliveryStore>,
    /// Sends them.
    pub sender: Sender,
    /// Notes the end.
    pub finishing: Finishing,
    /// Deliveries under way in this process, of all batches: no more than WeChat is called with at once, for those
    /// beyond would be begun and wait.
    pub places: Arc<Semaphore>,
}

/// What a run of a batch left undone.
#[derive(Debug, Default)]
struct Left {
    /// The least wait that WeChat asked for.
    after: Option<Duration>,
    /// Some belong to an attempt that is under way, or died.
    in_flight: bool,
    /// Some were not sent.
    unsent: bool,
}

impl SendingBatches {
    /// Runs it.
    ///
    /// # Errors
    /// What to do about the failure.
    #[tracing::instrument(name = "use_case.notifications.send_batch", skip_all, fields(broadcast.id = %job.broadcast_id))]
    pub async fn run(&self, job: &SendBatch, context: &Context) -> JobOutcome {
        let id = BroadcastId::from_uuid(job.broadcast_id);
        let found = self.tools.broadcasts.find(id).await?;
        let broadcast = found.ok_or_else(|| JobError::Never("the broadcast is gone".to_owned()))?;
        if let Some(until) = self.paused(&broadcast) {
            return self.come_back(job, until, context).await;
        }
        let open = self.open(job).await?;
        if broadcast.state == BroadcastState::Cancelled {
            return self.abandon(open).await;
        }
        let (left, cancelled) = self.send(id, open).await?;
        if cancelled {
            return self.abandon(self.open(job).await?).await;
        }
        if let Some(after) = left.after.filter(|after| *after >= LONG) {
            let until = self.tools.clock.now().plus(after);
            self.pause(id, until, context).await?;
            return self.come_back(job, until, context).await;
        }
        if left.unsent || left.in_flight {
            return Err(self.later(&left));
        }
        Ok(self.finishing.finish_if_settled(id, context).await?)
    }

    /// Marks what was never sent when the job is given up.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up(&self, job: &SendBatch, context: &Context) -> Result<(), StoreError> {
        let now = self.tools.clock.now();
        let changes: Vec<_> = self
            .open(job)
            .await?
            .into_iter()
            .filter_map(|mut delivery| {
                let expected_version = delivery.stored().version;
                delivery.give_up(now);
                delivery.abandon(now, self.sender.patience);
                (delivery.stored().version != expected_version).then_some(DeliveryChange {
                    delivery,
                    expected_version,
                })
            })
            .collect();
        self.deliveries.save_many(&changes).await?;
        let id = BroadcastId::from_uuid(job.broadcast_id);
        self.finishing.finish_if_settled(id, context).await
    }

    async fn open(&self, job: &SendBatch) -> Result<Vec<Delivery>, StoreError> {
        let ids: Vec<_> = job.delivery_ids.iter().copied().map(DeliveryId::from_uuid).collect();
        let mut deliveries = self.deliveries.find_many(&ids).await?;
        deliveries.retain(|delivery| !delivery.stored().state.is_settled());
        Ok(deliveries)
    }

    /// Sends until all are tried, the time is over, WeChat asks for patience, or the broadcast is cancelled.
    async fn send(&self, id: BroadcastId, open: Vec<Delivery>) -> Result<(Left, bool), JobError> {
        let stop = AtomicBool::new(false);
        let ends = Instant::now() + BEGINS;
        let carrying = futures::stream::iter(open)
            .map(|delivery| self.carry(delivery, &stop, ends).boxed())
            .buffer_unordered(AT_ONCE)
            .collect::<Vec<_>>();
        tokio::pin!(carrying);
        let mut cancelled = false;
        let carried = loop {
            tokio::select! {
                carried = &mut carrying => break carried,
                () = tokio::time::sleep(LOOK), if !cancelled => {
                    cancelled = self.is_cancelled(id).await;
                    stop.fetch_or(cancelled, Ordering::Relaxed);
                }
            }
        };
        let mut left = Left::default();
        for one in carried {
            left.add(one)?;
        }
        Ok((left, cancelled))
    }

    /// `None`: it was not begun.
    async fn carry(&self, delivery: Delivery, stop: &AtomicBool, ends: Instant) -> Option<Result<Carried, StoreError>> {
        let _place = self.places.acquire().await.ok()?;
        if stop.load(Ordering::Relaxed) || Instant::now() >= ends {
            return None;
        }
        let carried = self.sender.carry_out(delivery).await;
        // One who is told to wait speaks for all: they go to the same API.
        if let Ok(Carried::Later { after: Some(_), .. }) = &carried {
            stop.store(true, Ordering::Relaxed);
        }
        Some(carried)
    }

    /// A store that does not answer is no reason to stop: the begin of an attempt would fail anyway.
    async fn is_cancelled(&self, id: BroadcastId) -> bool {
        let found = self.tools.broadcasts.find(id).await;
        matches!(found, Ok(Some(broadcast)) if broadcast.state == BroadcastState::Cancelled)
    }

    /// Settles what a cancelled broadcast has left: what nobody began is skipped, what a dead process began is unknown.
    async fn abandon(&self, open: Vec<Delivery>) -> JobOutcome {
        let now = self.tools.clock.now();
        let (pending, sending): (Vec<_>, Vec<_>) = open
            .into_iter()
            .partition(|delivery| delivery.stored().state == DeliveryState::Pending);
        skip(self.deliveries.as_ref(), pending, now).await?;
        let mut changes = Vec::new();
        let mut in_flight = false;
        for mut delivery in sending {
            let expected_version = delivery.stored().version;
            if delivery.abandon(now, self.sender.patience) {
                changes.push(DeliveryChange {
                    delivery,
                    expected_version,
                });
            } else {
                in_flight = true;
            }
        }
        self.deliveries.save_many(&changes).await?;
        if in_flight {
            return Err(JobError::Later {
                after: Some(self.sender.patience),
                reason: "an attempt of the cancelled broadcast is under way".to_owned(),
            });
        }
        Ok(())
    }

    fn paused(&self, broadcast: &Broadcast) -> Option<Timestamp> {
        let until = broadcast.paused_until?;
        (broadcast.is_open() && until > self.tools.clock.now()).then_some(until)
    }

    async fn pause(&self, id: BroadcastId, until: Timestamp, context: &Context) -> Result<(), StoreError> {
        retry_on_contention(|| async {
            let Some(mut broadcast) = self.tools.broadcasts.find(id).await? else {
                return Ok(());
            };
            let version = broadcast.version;
            if broadcast.pause(until, self.tools.clock.now()) {
                let happened = domain::notifications::broadcast::BroadcastHappened::Paused { until };
                let change = self.tools.change(broadcast, version, Some(&happened), context);
                self.tools.broadcasts.apply(&change).await?;
            }
            Ok::<_, StoreError>(())
        })
        .await
    }

    /// A job of its own that is due later: a wait for midnight is no failed attempt of this one.
    async fn come_back(&self, job: &SendBatch, until: Timestamp, context: &Context) -> JobOutcome {
        let envelope = context.job(job, self.tools.clock.now(), self.tools.ids.as_ref());
        let later = JobEnvelope {
            created_at: until,
            not_before: until,
            ..envelope
        };
        self.deliveries.add(&[], &[later]).await?;
        Ok(())
    }

    fn later(&self, left: &Left) -> JobError {
        let patience = left.in_flight.then_some(self.sender.patience);
        let after = if left.unsent { left.after } else { patience };
        JobError::Later {
            after,
            reason: "part of the batch is not sent yet".to_owned(),
        }
    }
}

impl Left {
    fn add(&mut self, carried: Option<Result<Carried, StoreError>>) -> Result<(), JobError> {
        match carried {
            Some(Ok(Carried::Settled(_))) => {}
            Some(Ok(Carried::Later { after, .. })) => {
                self.unsent = true;
                self.after = self.after.max(after);
            }
            Some(Ok(Carried::InFlight) | Err(StoreError::VersionConflict)) => self.in_flight = true,
            Some(Err(error)) => return Err(error.into()),
            None => self.unsent = true,
        }
        Ok(())
    }
}
