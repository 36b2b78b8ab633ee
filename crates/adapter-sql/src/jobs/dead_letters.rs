//! The graveyard of jobs.

use async_trait::async_trait;
use domain::ids::JobId;
use domain::time::Timestamp;
use ports::jobs::{DeadLetter, DeadLetters, JobEnvelope};
use ports::{Page, PageQuery, StoreError};

use super::outbox::enqueue;
use super::rows::{JOB_COLUMNS, JOB_WIDTH, bind_job, to_job};
use crate::errors::store_error;
use crate::sql::{Conditions, Direction, List, Row, Sql, Table, execute, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const DEAD_LETTERS: Table = Table {
    name: "dead_letters",
    key: "job_id",
};
const REPLACED: [&str; 8] = [
    "attempt",
    "name",
    "payload",
    "created_at",
    "not_before",
    "traceparent",
    "reason",
    "died_at",
];

#[async_trait]
impl DeadLetters for SqlStore {
    async fn bury(&self, letter: &DeadLetter) -> Result<(), StoreError> {
        let dialect = self.dialect();
        let mut sql = Sql::new(
            dialect,
            format!("INSERT INTO dead_letters ({JOB_COLUMNS}, reason, died_at) VALUES "),
        );
        sql.rows(1, JOB_WIDTH + 2);
        bind_job(&mut sql, &letter.job);
        sql.bind(letter.reason.as_str()).bind(letter.died_at);
        let replaced = REPLACED.map(|column| format!("{column} = {}", dialect.wanted(column)));
        sql.push(&dialect.on_conflict("job_id")).push(&replaced.join(", "));
        let bury = retrying(|| execute(self.writer(), sql.clone()));
        call("dead_letters.bury", bury).await.map(drop)
    }

    async fn list(&self, name: Option<&str>, page: PageQuery) -> Result<Page<DeadLetter>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions.and_if("name = ?", name);
        let list = List {
            table: DEAD_LETTERS,
            columns: &format!("{JOB_COLUMNS}, reason, died_at"),
            order: "job_id",
            direction: Direction::Descending,
            index: Some(name.map_or("PRIMARY", |_| "ix_dead_letters_name")),
            conditions,
        };
        let letters = list.page(self.reader(), page, to_letter, |letter| letter.job.id.uuid());
        call("dead_letters.list", letters).await
    }

    async fn replay(&self, id: JobId, now: Timestamp) -> Result<bool, StoreError> {
        call("dead_letters.replay", retrying(|| self.replay_once(id, now))).await
    }

    async fn drop_letter(&self, id: JobId) -> Result<bool, StoreError> {
        let dug_up = execute(self.writer(), self.delete_letter(id));
        Ok(call("dead_letters.drop_letter", dug_up).await? > 0)
    }
}

impl SqlStore {
    async fn replay_once(&self, id: JobId, now: Timestamp) -> Result<bool, StoreError> {
        let transaction = self.begin_raw().await?;
        let text = format!(
            "SELECT {JOB_COLUMNS} FROM dead_letters WHERE job_id = ?{}",
            self.dialect().for_update()
        );
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let Some(row) = one(&transaction, DEAD_LETTERS, sql).await? else {
            return Ok(false);
        };
        let job = JobEnvelope {
            attempt: 1,
            not_before: now,
            ..to_job(&row)?
        };
        enqueue(&transaction, self.dialect(), &[&job]).await?;
        execute(&transaction, self.delete_letter(id)).await?;
        transaction.commit().await.map_err(store_error)?;
        Ok(true)
    }

    fn delete_letter(&self, id: JobId) -> Sql {
        Sql::new(self.dialect(), "DELETE FROM dead_letters WHERE job_id = ?").with(id.uuid())
    }
}

fn to_letter(row: &Row) -> Result<DeadLetter, StoreError> {
    Ok(DeadLetter {
        job: to_job(row)?,
        reason: row.text("reason")?,
        died_at: row.time("died_at")?,
    })
}
