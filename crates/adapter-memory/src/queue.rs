//! A job queue in the memory of one process: what waits dies with it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::jobs::{JobEnvelope, JobQueue, QueueError, ReceivedJob};
use ports::system::Clock;
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

use crate::lock;

/// Hands out jobs by age; a job that is not settled within the lease is handed out again.
pub struct MemoryJobQueue {
    clock: Arc<dyn Clock>,
    lease: Duration,
    jobs: Mutex<Jobs>,
    pushed: Notify,
}

#[derive(Default)]
struct Jobs {
    waiting: VecDeque<Waiting>,
    taken: HashMap<Uuid, Taken>,
    receipts: u128,
}

struct Waiting {
    job: JobEnvelope,
    handouts: u32,
}

struct Taken {
    waiting: Waiting,
    until: Timestamp,
}

impl MemoryJobQueue {
    /// Most jobs that may wait; beyond it a push fails and the jobs stay in the outbox.
    pub const MAX_WAITING: usize = 100_000;

    /// An empty queue; leases run out by `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, lease: Duration) -> Self {
        Self {
            clock,
            lease,
            jobs: Mutex::default(),
            pushed: Notify::new(),
        }
    }

    fn take(&self, max: u32) -> Vec<ReceivedJob> {
        let now = self.clock.now();
        let mut jobs = lock(&self.jobs);
        jobs.take_back_overdue(now);
        let count = jobs.waiting.len().min(max as usize);
        let due: Vec<_> = jobs.waiting.drain(..count).collect();
        due.into_iter()
            .map(|waiting| jobs.hand_out(waiting, now.plus(self.lease)))
            .collect()
    }

    /// How long until the first lease runs out.
    fn next_lease_end(&self) -> Option<Duration> {
        let now = self.clock.now();
        let jobs = lock(&self.jobs);
        jobs.taken.values().map(|taken| taken.until.since(now)).min()
    }

    /// Waits for a push, the end of a lease or the deadline, whichever is first.
    async fn wait(&self, pushed: impl Future<Output = ()>, deadline: Instant) {
        // The clock may run differently from the timer: without a pause a lease of zero would spin.
        let pause = |left: Duration| Instant::now() + left.max(Duration::from_millis(1));
        let until = self.next_lease_end().map_or(deadline, |left| deadline.min(pause(left)));
        // A timeout here only means that it is time to look again.
        let _elapsed = tokio::time::timeout_at(until, pushed).await;
    }
}

impl Jobs {
    fn take_back_overdue(&mut self, now: Timestamp) {
        let mut overdue: Vec<_> = self.taken.extract_if(|_, taken| taken.until <= now).collect();
        overdue.sort_by_key(|(receipt, _)| *receipt);
        for (_, taken) in overdue.into_iter().rev() {
            self.waiting.push_front(taken.waiting);
        }
    }

    fn hand_out(&mut self, mut waiting: Waiting, until: Timestamp) -> ReceivedJob {
        self.receipts += 1;
        waiting.handouts += 1;
        let received = ReceivedJob {
            job: Ok(waiting.job.clone()),
            receipt: Uuid::from_u128(self.receipts),
            handouts: waiting.handouts,
        };
        self.taken.insert(received.receipt, Taken { waiting, until });
        received
    }
}

#[async_trait]
impl JobQueue for MemoryJobQueue {
    async fn push(&self, new: &[JobEnvelope]) -> Result<(), QueueError> {
        {
            let mut jobs = lock(&self.jobs);
            if jobs.waiting.len() + new.len() > Self::MAX_WAITING {
                return Err(QueueError::Unavailable("the queue is full".to_owned()));
            }
            jobs.waiting.extend(new.iter().map(|job| Waiting {
                job: job.clone(),
                handouts: 0,
            }));
        }
        self.pushed.notify_waiters();
        Ok(())
    }

    async fn receive(&self, max: u32, wait: Duration) -> Result<Vec<ReceivedJob>, QueueError> {
        let deadline = Instant::now() + wait;
        loop {
            let mut pushed = std::pin::pin!(self.pushed.notified());
            // Listening begins before looking: a push in between is not missed.
            pushed.as_mut().enable();
            let taken = self.take(max);
            if !taken.is_empty() || Instant::now() >= deadline {
                return Ok(taken);
            }
            self.wait(pushed, deadline).await;
        }
    }

    async fn done(&self, receipts: &[Uuid]) -> Result<(), QueueError> {
        let mut jobs = lock(&self.jobs);
        for receipt in receipts {
            jobs.taken.remove(receipt);
        }
        Ok(())
    }

    async fn give_back(&self, receipts: &[Uuid]) -> Result<(), QueueError> {
        {
            let mut jobs = lock(&self.jobs);
            for receipt in receipts.iter().rev() {
                if let Some(taken) = jobs.taken.remove(receipt) {
                    jobs.waiting.push_front(taken.waiting);
                }
            }
        }
        self.pushed.notify_waiters();
        Ok(())
    }

    async fn depth(&self) -> Result<u64, QueueError> {
        let now = self.clock.now();
        let mut jobs = lock(&self.jobs);
        jobs.take_back_overdue(now);
        Ok(jobs.waiting.len() as u64)
    }
}
