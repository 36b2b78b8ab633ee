//! The durable queue for when there is no broker: a table, polled, with a bell inside the process.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ports::StoreError;
use ports::jobs::{JobEnvelope, JobQueue, QueueError, ReceivedJob};
use ports::system::Clock;
use tokio::sync::Notify;
use tokio::time::Instant;
use uuid::Uuid;

use super::rows::{JOB_COLUMNS, JOB_WIDTH, bind_job, to_job};
use crate::sql::{
    Claim, Conditions, MOST_ASKED, Row, Sql, Table, claim, count_up_to_limit, execute, filled_up, insert_parts,
    retrying,
};
use crate::store::SqlStore;
use crate::telemetry::call;

const JOBS: Table = Table {
    name: "jobs",
    key: "job_id",
};

const DUE: Claim<'static> = Claim {
    table: JOBS,
    key: &["position"],
    due: "due_at",
    due_at: "<=",
    columns: "position, job_id, attempt, name, payload, created_at, not_before, traceparent",
    counts: Some("handouts"),
};

/// How often a waiting receiver looks for jobs that another process pushed or whose lease ran out.
const POLL: Duration = Duration::from_millis(100);

/// A [`JobQueue`] in the table `jobs`. Several processes may share it; cloning shares the bell.
#[derive(Clone)]
pub struct SqlJobQueue {
    store: SqlStore,
    clock: Arc<dyn Clock>,
    lease: Duration,
    bell: Arc<Notify>,
}

impl fmt::Debug for SqlJobQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlJobQueue")
            .field("lease", &self.lease)
            .finish_non_exhaustive()
    }
}

impl SqlJobQueue {
    /// A queue in `store`. A received job that is not settled within `lease` goes to somebody else, so `lease` must be
    /// longer than any job takes.
    #[must_use]
    pub fn new(store: SqlStore, clock: Arc<dyn Clock>, lease: Duration) -> Self {
        Self {
            store,
            clock,
            lease,
            bell: Arc::new(Notify::new()),
        }
    }

    async fn insert(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        let now = self.clock.now();
        let parts = insert_parts(jobs.len()).map(|part| {
            let rows = &jobs[part];
            let text = format!("INSERT INTO jobs ({JOB_COLUMNS}, due_at, handouts) VALUES ");
            let mut sql = Sql::new(self.store.dialect(), text);
            sql.rows(rows.len(), JOB_WIDTH + 2);
            for job in rows {
                bind_job(&mut sql, job);
                sql.bind(now).bind(0_i64);
            }
            sql
        });
        // Each statement stands for itself: a queue may store a job twice when a push failed in between.
        for sql in parts {
            execute(self.store.writer(), sql).await?;
        }
        Ok(())
    }

    async fn take(&self, max: u32) -> Result<Vec<ReceivedJob>, StoreError> {
        let now = self.clock.now();
        let rows = retrying(|| claim(&self.store, &DUE, now, now.plus(self.lease), max)).await?;
        let mut jobs = rows.iter().map(to_received).collect::<Result<Vec<_>, _>>()?;
        jobs.sort_unstable_by_key(|job| job.receipt);
        Ok(jobs)
    }

    /// Changes the jobs of receipts. A receipt names a row and how often it was handed out.
    async fn settle(&self, name: &'static str, change: Change, receipts: &[Uuid]) -> Result<(), QueueError> {
        let mut known: Vec<_> = receipts.iter().filter_map(|receipt| from_receipt(*receipt)).collect();
        known.sort_unstable();
        for known in known.chunks(MOST_ASKED) {
            let known = filled_up(known.iter().collect());
            let sql = match change {
                Change::Delete => self.delete(&known),
                Change::Return => self.make_due(&known),
            };
            let settle = retrying(|| execute(self.store.writer(), sql.clone()));
            call(name, settle).await.map_err(queue_error)?;
        }
        Ok(())
    }

    /// By row alone: who comes back after the lease did the job all the same, so nobody needs to do it again.
    fn delete(&self, known: &[&(i64, i64)]) -> Sql {
        let mut sql = Sql::new(self.store.dialect(), "DELETE FROM jobs WHERE position IN (");
        sql.marks(known.len()).push(")");
        for (position, _) in known {
            sql.bind(*position);
        }
        sql
    }

    /// Only as handed out: who comes back after the lease must not take the job from its next worker.
    fn make_due(&self, known: &[&(i64, i64)]) -> Sql {
        let mut sql = Sql::new(
            self.store.dialect(),
            "UPDATE jobs SET due_at = ? WHERE (position, handouts) IN (",
        )
        .with(self.clock.now());
        sql.rows(known.len(), 2).push(")");
        for (position, handouts) in known {
            sql.bind(*position).bind(*handouts);
        }
        sql
    }
}

#[derive(Clone, Copy)]
enum Change {
    Delete,
    Return,
}

#[async_trait]
impl JobQueue for SqlJobQueue {
    async fn push(&self, jobs: &[JobEnvelope]) -> Result<(), QueueError> {
        if jobs.is_empty() {
            return Ok(());
        }
        call("job_queue.push", self.insert(jobs)).await.map_err(queue_error)?;
        self.bell.notify_waiters();
        Ok(())
    }

    async fn receive(&self, max: u32, wait: Duration) -> Result<Vec<ReceivedJob>, QueueError> {
        let until = Instant::now() + wait;
        loop {
            // Listening begins before looking, so that a push in between is heard.
            let rung = self.bell.notified();
            tokio::pin!(rung);
            rung.as_mut().enable();
            let jobs = call("job_queue.receive", self.take(max)).await.map_err(queue_error)?;
            let now = Instant::now();
            if !jobs.is_empty() || now >= until {
                return Ok(jobs);
            }
            let _ = tokio::time::timeout_at(until.min(now + POLL), rung).await;
        }
    }

    async fn done(&self, receipts: &[Uuid]) -> Result<(), QueueError> {
        self.settle("job_queue.done", Change::Delete, receipts).await
    }

    async fn give_back(&self, receipts: &[Uuid]) -> Result<(), QueueError> {
        self.settle("job_queue.give_back", Change::Return, receipts).await?;
        self.bell.notify_waiters();
        Ok(())
    }

    async fn depth(&self) -> Result<u64, QueueError> {
        let mut waiting = Conditions::none(self.store.dialect());
        waiting.and_with("due_at <= ?", self.clock.now());
        let count = count_up_to_limit(self.store.reader(), JOBS.name, &waiting);
        call("job_queue.depth", count).await.map_err(queue_error)
    }
}

fn to_received(row: &Row) -> Result<ReceivedJob, StoreError> {
    let handouts: u32 = row.number("handouts")?;
    let position: u64 = row.number("position")?;
    let job = match to_job(row) {
        Err(StoreError::Corrupt(_)) => Err(row.text("payload")?),
        job => Ok(job?),
    };
    Ok(ReceivedJob {
        job,
        receipt: Uuid::from_u64_pair(position, handouts.into()),
        handouts,
    })
}

/// Row and handout of a receipt; `None` for one that is none of ours.
fn from_receipt(receipt: Uuid) -> Option<(i64, i64)> {
    let (position, handouts) = receipt.as_u64_pair();
    Some((position.try_into().ok()?, handouts.try_into().ok()?))
}

fn queue_error(error: StoreError) -> QueueError {
    match error {
        StoreError::Unavailable(detail) | StoreError::Contention(detail) => QueueError::Unavailable(detail),
        other => QueueError::Failed(other.detail().to_owned()),
    }
}
