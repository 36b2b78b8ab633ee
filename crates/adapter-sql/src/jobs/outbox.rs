//! The outbox: inside a transaction, and as the relay sees it.

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::StoreError;
use ports::jobs::{JobEnvelope, Outbox, OutboxRelay};
use sea_orm::ConnectionTrait;

use super::rows::{JOB_COLUMNS, JOB_WIDTH, bind_job, to_job};
use crate::dialect::Dialect;
use crate::errors::store_error;
use crate::sql::{
    Claim, Conditions, MOST_ASKED, Sql, Table, claim, count_up_to_limit, execute, filled_up, insert_parts, retrying,
};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const OUTBOX: Table = Table {
    name: "outbox",
    key: "job_id",
};

const DUE: Claim<'static> = Claim {
    table: OUTBOX,
    key: &["job_id", "attempt"],
    due: "due_at",
    due_at: "<=",
    columns: JOB_COLUMNS,
    counts: None,
};

/// Puts jobs into the outbox. Attempts that are there already are left as they are.
pub(crate) async fn enqueue(
    connection: &impl ConnectionTrait,
    dialect: Dialect,
    jobs: &[&JobEnvelope],
) -> Result<(), StoreError> {
    for part in insert_parts(jobs.len()) {
        execute(connection, insert(dialect, &jobs[part])).await?;
    }
    Ok(())
}

fn insert(dialect: Dialect, jobs: &[&JobEnvelope]) -> Sql {
    let mut sql = Sql::new(dialect, format!("INSERT INTO outbox ({JOB_COLUMNS}, due_at) VALUES "));
    sql.rows(jobs.len(), JOB_WIDTH + 1);
    for job in jobs {
        bind_job(&mut sql, job);
        sql.bind(job.not_before);
    }
    sql.push(&dialect.on_conflict_nothing("job_id, attempt", "attempt"));
    sql
}

#[async_trait]
impl Outbox for SqlTransaction {
    async fn enqueue(&mut self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        let jobs: Vec<_> = jobs.iter().collect();
        for part in insert_parts(jobs.len()) {
            let sql = insert(self.dialect, &jobs[part]);
            call("outbox.enqueue", self.execute(sql)).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl OutboxRelay for SqlStore {
    async fn enqueue(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        let jobs: Vec<_> = jobs.iter().collect();
        call("outbox_relay.enqueue", retrying(|| self.enqueue_at_once(&jobs))).await
    }

    async fn claim(&self, now: Timestamp, until: Timestamp, max: u32) -> Result<Vec<JobEnvelope>, StoreError> {
        let rows = call("outbox_relay.claim", retrying(|| claim(self, &DUE, now, until, max))).await?;
        rows.iter().map(to_job).collect()
    }

    async fn relayed(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        self.for_each_list(jobs, "outbox_relay.relayed", "DELETE FROM outbox")
            .await
    }

    async fn give_back(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        self.for_each_list(jobs, "outbox_relay.give_back", "UPDATE outbox SET due_at = not_before")
            .await
    }

    async fn waiting(&self) -> Result<u64, StoreError> {
        let everything = Conditions::none(self.dialect());
        call(
            "outbox_relay.waiting",
            count_up_to_limit(self.reader(), OUTBOX.name, &everything),
        )
        .await
    }
}

impl SqlStore {
    async fn enqueue_at_once(&self, jobs: &[&JobEnvelope]) -> Result<(), StoreError> {
        if insert_parts(jobs.len()).count() < 2 {
            return enqueue(self.writer(), self.dialect(), jobs).await;
        }
        let transaction = self.begin_raw().await?;
        enqueue(&transaction, self.dialect(), jobs).await?;
        transaction.commit().await.map_err(store_error)
    }

    /// Says the same of many jobs. Each statement stands for itself: what is repeated changes nothing.
    async fn for_each_list(&self, jobs: &[JobEnvelope], name: &'static str, change: &str) -> Result<(), StoreError> {
        for jobs in jobs.chunks(MOST_ASKED) {
            let mut jobs: Vec<_> = jobs.iter().collect();
            jobs.sort_unstable_by_key(|job| job.attempt_key());
            let jobs = filled_up(jobs);
            let mut sql = Sql::new(self.dialect(), format!("{change} WHERE (job_id, attempt) IN ("));
            sql.rows(jobs.len(), 2).push(")");
            for job in jobs {
                sql.bind(job.id.uuid()).bind(job.attempt);
            }
            call(name, retrying(|| execute(self.writer(), sql.clone()))).await?;
        }
        Ok(())
    }
}
