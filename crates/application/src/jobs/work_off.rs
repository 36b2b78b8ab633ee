//! Receive jobs, carry them out, and settle each: done, later or dead.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::JobId;
use futures::FutureExt;
use ports::jobs::{DeadLetter, DeadLetters, JobEnvelope, JobQueue, OutboxRelay, ReceivedJob, RelaySignal};
use ports::system::{Clock, Ids};
use tokio::sync::Semaphore;
use tracing::Instrument;
use uuid::Uuid;

use super::job::{JobError, JobOutcome, JobRunner};
use super::retry_rule::RetryRule;
use crate::batching::{BatchLimits, GroupCommit};

/// Bounds of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkOffLimits {
    /// Jobs carried out at the same time.
    pub concurrency: usize,
    /// How long one attempt may take; it is then tried later.
    pub attempt_time: Duration,
    /// Hand-outs of one attempt after which it counts as a job that kills its workers.
    pub handouts: u32,
    /// When failed jobs come back.
    pub retry: RetryRule,
}

impl Default for WorkOffLimits {
    fn default() -> Self {
        Self {
            concurrency: 32,
            attempt_time: Duration::from_secs(30),
            // A hand-out that its worker never began counts too: every end of a connection counts for all it had prefetched.
            handouts: 50,
            retry: RetryRule::default(),
        }
    }
}

/// Makes the span a job runs in, joined to the trace that enqueued it.
pub type JobSpan = Arc<dyn Fn(&JobEnvelope) -> tracing::Span + Send + Sync>;

/// The worker's loop.
pub struct WorkOffJobs {
    queue: Arc<dyn JobQueue>,
    desk: Arc<SettlingDesk>,
    limits: WorkOffLimits,
    slots: Arc<Semaphore>,
}

struct SettlingDesk {
    runner: Arc<dyn JobRunner>,
    outbox: Arc<dyn OutboxRelay>,
    letters: Arc<dyn DeadLetters>,
    signal: Arc<dyn RelaySignal>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    limits: WorkOffLimits,
    span: JobSpan,
    done: GroupCommit<Uuid, ()>,
}

/// What a worker works with.
pub struct Workshop {
    /// Where jobs come from.
    pub queue: Arc<dyn JobQueue>,
    /// Who carries them out.
    pub runner: Arc<dyn JobRunner>,
    /// Where retries go.
    pub outbox: Arc<dyn OutboxRelay>,
    /// Where dead jobs go.
    pub letters: Arc<dyn DeadLetters>,
    /// Wakes the relay after a retry was stored.
    pub signal: Arc<dyn RelaySignal>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Spans of jobs.
    pub span: JobSpan,
}

impl WorkOffJobs {
    /// A worker; call it on a runtime.
    #[must_use]
    pub fn new(shop: Workshop, limits: WorkOffLimits) -> Self {
        let queue = Arc::clone(&shop.queue);
        let settling = BatchLimits {
            batch: 256,
            lanes: 1,
            waiting: usize::from(u16::MAX),
        };
        let done = GroupCommit::start(settling, move |receipts: Vec<Uuid>| {
            let queue = Arc::clone(&queue);
            async move {
                if let Err(error) = queue.done(&receipts).await {
                    tracing::warn!(error = %error, "settling jobs failed; they will be carried out again");
                }
                vec![(); receipts.len()]
            }
            .boxed()
        });
        let desk = SettlingDesk {
            runner: shop.runner,
            outbox: shop.outbox,
            letters: shop.letters,
            signal: shop.signal,
            clock: shop.clock,
            ids: shop.ids,
            limits,
            span: shop.span,
            done,
        };
        let slots = Arc::new(Semaphore::new(limits.concurrency));
        Self {
            queue: shop.queue,
            desk: Arc::new(desk),
            limits,
            slots,
        }
    }

    /// Receives and carries out jobs until `stopping` says so, then waits for those under way.
    pub async fn run(&self, stopping: impl Fn() -> bool) {
        let mut failures: u32 = 0;
        while !stopping() {
            match self.round(Duration::from_millis(500)).await {
                Ok(_) => failures = 0,
                Err(error) => {
                    failures += 1;
                    tracing::warn!(error = %error, failures, "receiving jobs failed; it is tried again");
                    tokio::time::sleep(Duration::from_millis(200).saturating_mul(failures.min(25))).await;
                }
            }
        }
        self.drained().await;
    }

    /// Receives once, waiting up to `wait`, and starts what came; answers how many.
    ///
    /// # Errors
    /// When the queue fails.
    pub async fn round(&self, wait: Duration) -> Result<usize, ports::jobs::QueueError> {
        let free = self.free_slots().await;
        let received = self.queue.receive(free, wait).await?;
        let count = received.len();
        for job in received {
            let Ok(slot) = Arc::clone(&self.slots).acquire_owned().await else {
                break;
            };
            let desk = Arc::clone(&self.desk);
            tokio::spawn(async move {
                desk.handle(job).await;
                drop(slot);
            });
        }
        Ok(count)
    }

    /// Waits for the jobs under way.
    pub async fn drained(&self) {
        let all = u32::try_from(self.limits.concurrency).unwrap_or(u32::MAX);
        drop(self.slots.acquire_many(all).await);
    }

    async fn free_slots(&self) -> u32 {
        // Waits for one, then counts: asking for nothing would spin.
        drop(self.slots.acquire().await);
        u32::try_from(self.slots.available_permits()).unwrap_or(u32::MAX).max(1)
    }
}

impl SettlingDesk {
    async fn handle(&self, received: ReceivedJob) {
        let ReceivedJob { job, receipt, handouts } = received;
        let settled = match job {
            Ok(job) => self.carry_out(job, handouts).await,
            Err(raw) => self.bury_unreadable(raw).await,
        };
        // Without a settlement the queue hands the job out again: nothing is lost while the store is down.
        if settled {
            let _ = self.done.submit(receipt).await;
        }
    }

    async fn carry_out(&self, job: JobEnvelope, handouts: u32) -> bool {
        let span = (self.span)(&job);
        async {
            let outcome = if handouts > self.limits.handouts {
                Err(JobError::Never(format!(
                    "handed out {handouts} times without an end: it may kill its workers"
                )))
            } else {
                self.attempt(&job).await
            };
            count(&job.name, &outcome);
            match outcome {
                Ok(()) => true,
                Err(JobError::Later { after, reason }) => self.put_off(job, after, reason).await,
                Err(JobError::Never(reason)) => self.bury(job, reason).await,
            }
        }
        .instrument(span)
        .await
    }

    async fn attempt(&self, job: &JobEnvelope) -> JobOutcome {
        let (runner, copy) = (Arc::clone(&self.runner), job.clone());
        // A task of its own: a panic is an outcome, not the end of the worker.
        let task = tokio::spawn(async move { runner.run(&copy).await }.in_current_span());
        let abort = task.abort_handle();
        match tokio::time::timeout(self.limits.attempt_time, task).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_panic)) => Err(JobError::Later {
                after: None,
                reason: "the attempt panicked".to_owned(),
            }),
            Err(_elapsed) => {
                abort.abort();
                Err(JobError::Later {
                    after: None,
                    reason: "the attempt took too long".to_owned(),
                })
            }
        }
    }

    async fn put_off(&self, job: JobEnvelope, after: Option<Duration>, reason: String) -> bool {
        let now = self.clock.now();
        let Some(due) = self.limits.retry.next_attempt(&job, after, now) else {
            let attempts = job.attempt;
            return self
                .bury(job, format!("given up after {attempts} attempts: {reason}"))
                .await;
        };
        tracing::info!(job.id = %job.id, job.name = job.name, attempt = job.attempt, due = %due, reason, "job put off");
        let next = JobEnvelope {
            attempt: job.attempt + 1,
            not_before: due,
            ..job
        };
        match self.outbox.enqueue(&[next]).await {
            Ok(()) => {
                self.signal.wake();
                true
            }
            Err(error) => {
                tracing::warn!(error = %error, "a job could not be put off; the queue hands it out again");
                false
            }
        }
    }

    async fn bury(&self, job: JobEnvelope, reason: String) -> bool {
        tracing::error!(job.id = %job.id, job.name = job.name, attempt = job.attempt, reason, "job is dead");
        self.runner.gave_up(&job).await;
        let letter = DeadLetter {
            job,
            reason,
            died_at: self.clock.now(),
        };
        match self.letters.bury(&letter).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(error = %error, "a dead job could not be buried; the queue hands it out again");
                false
            }
        }
    }

    async fn bury_unreadable(&self, raw: String) -> bool {
        let now = self.clock.now();
        let job = JobEnvelope {
            id: JobId::from_uuid(self.ids.next()),
            name: "unreadable".to_owned(),
            payload: raw,
            attempt: 1,
            created_at: now,
            not_before: now,
            traceparent: None,
        };
        self.bury(job, "the message is no job".to_owned()).await
    }
}

fn count(name: &str, outcome: &JobOutcome) {
    let outcome = match outcome {
        Ok(()) => "done",
        Err(JobError::Later { .. }) => "later",
        Err(JobError::Never(_)) => "never",
    };
    metrics::counter!("jobs_total", "job" => name.to_owned(), "outcome" => outcome).increment(1);
}
