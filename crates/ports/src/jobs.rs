//! Jobs: work that runs outside the request, at least once, until it is done or dead.
//!
//! A use case writes jobs to the [`Outbox`] in its own transaction; a relay hands them to the [`JobQueue`]; a worker
//! receives and settles them. A retry goes back through the outbox with a later `not_before`.

use std::time::Duration;

use async_trait::async_trait;
use domain::ids::JobId;
use domain::time::Timestamp;
use uuid::Uuid;

use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// A job as it travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobEnvelope {
    /// Its id, the same over all its attempts.
    pub id: JobId,
    /// Its name on the wire, such as `notifications.deliver`; outlives renames of the type.
    pub name: String,
    /// JSON; holds ids, not data.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// When it was first enqueued.
    pub created_at: Timestamp,
    /// Not to run earlier.
    pub not_before: Timestamp,
    /// W3C `traceparent` of what caused it.
    pub traceparent: Option<String>,
}

impl JobEnvelope {
    /// Names one attempt of one job: the outbox keeps each attempt once.
    #[must_use]
    pub fn attempt_key(&self) -> (Uuid, u32) {
        (self.id.uuid(), self.attempt)
    }
}

/// The outbox inside a transaction.
#[async_trait]
pub trait Outbox: Send {
    /// Keeps jobs until the transaction commits; a rolled-back transaction MUST leave none.
    async fn enqueue(&mut self, jobs: &[JobEnvelope]) -> Result<(), StoreError>;
}

/// The relay's side of the outbox, and the outbox of those who have no transaction.
#[async_trait]
pub trait OutboxRelay: Send + Sync {
    /// Stores jobs in a transaction of its own. An attempt that is there already MUST be left as it is.
    async fn enqueue(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError>;

    /// Takes up to `max` jobs that are due at `now` and not taken by another relay, until `until`.
    /// MUST NOT hand one job to two relays, nor skip rows that became visible late.
    async fn claim(&self, now: Timestamp, until: Timestamp, max: u32) -> Result<Vec<JobEnvelope>, StoreError>;

    /// Forgets jobs that the queue has confirmed.
    async fn relayed(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError>;

    /// Gives claimed jobs back, to be claimed at once.
    async fn give_back(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError>;

    /// How many jobs wait, due or not; counting stops at [`crate::Total::COUNTED`].
    async fn waiting(&self) -> Result<u64, StoreError>;
}

/// Wakes the relay of this process, so that a committed job travels at once. Losing a wake-up costs only time.
pub trait RelaySignal: Send + Sync {
    /// Tells that the outbox may hold something new.
    fn wake(&self);
}

/// A queue could not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueueError {
    /// The broker or store cannot be reached, or did not confirm: later it may work.
    #[error("the job queue is unavailable")]
    Unavailable(String),
    /// Any other failure; a repeat will not help.
    #[error("the job queue failed")]
    Failed(String),
}

impl QueueError {
    /// The cause, for the log.
    #[must_use]
    pub fn detail(&self) -> &str {
        match self {
            Self::Unavailable(detail) | Self::Failed(detail) => detail,
        }
    }
}

/// What a worker received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedJob {
    /// The job; `Err` holds the raw text of something that is no job and belongs among the dead letters.
    pub job: Result<JobEnvelope, String>,
    /// Names this receipt when settling it.
    pub receipt: Uuid,
    /// How often this attempt was handed out, from 1, where the queue knows: a job that kills its worker shows here.
    pub handouts: u32,
}

/// The durable queue between relay and worker.
#[async_trait]
pub trait JobQueue: Send + Sync {
    /// Stores jobs durably. MUST return only when all are safe from a crash of the queue; MAY store a job twice
    /// when it failed in between.
    async fn push(&self, jobs: &[JobEnvelope]) -> Result<(), QueueError>;

    /// Waits up to `wait` for jobs and takes up to `max`. Each MUST be handed out again, to anybody, when its
    /// worker dies before settling it.
    async fn receive(&self, max: u32, wait: Duration) -> Result<Vec<ReceivedJob>, QueueError>;

    /// Settles receipts: these jobs are done with and MUST NOT be handed out again. Unknown receipts are ignored.
    async fn done(&self, receipts: &[Uuid]) -> Result<(), QueueError>;

    /// Gives receipts back unhandled, to be handed out again at once.
    async fn give_back(&self, receipts: &[Uuid]) -> Result<(), QueueError>;

    /// How many jobs wait to be received.
    async fn depth(&self) -> Result<u64, QueueError>;
}

/// A job that will not be tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// The job as it was last tried. What was no job at all has the name `unreadable` and its raw text as payload.
    pub job: JobEnvelope,
    /// Why it died, safe to show.
    pub reason: String,
    /// When.
    pub died_at: Timestamp,
}

/// The graveyard of jobs.
#[async_trait]
pub trait DeadLetters: Send + Sync {
    /// Buries a job. Burying it again replaces what is there.
    async fn bury(&self, letter: &DeadLetter) -> Result<(), StoreError>;

    /// Dead letters, newest job first, optionally of one name.
    async fn list(&self, name: Option<&str>, page: PageQuery) -> Result<Page<DeadLetter>, StoreError>;

    /// Takes a job out of the graveyard and puts it into the outbox, first attempt, due `now`, in one transaction.
    /// `false` when there is none. Two replays at once MUST enqueue it once.
    async fn replay(&self, id: JobId, now: Timestamp) -> Result<bool, StoreError>;

    /// Forgets a job for good. `false` when there is none.
    async fn drop_letter(&self, id: JobId) -> Result<bool, StoreError>;
}
