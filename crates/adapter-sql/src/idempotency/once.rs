//! Durable memory of requests.
//!
//! A row is running while it has no status and its lease lasts; dead or given up when the lease is over; answered when
//! it has a status.

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::StoreError;
use ports::idempotency::{Once, OnceAnswer, OnceRequest, OnceRequests};

use crate::sql::{Row, Sql, Table, execute, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const ONCE_REQUESTS: Table = Table {
    name: "once_requests",
    key: "resource",
};

#[async_trait]
impl OnceRequests for SqlStore {
    async fn begin(&self, request: &OnceRequest, now: Timestamp, lease_until: Timestamp) -> Result<Once, StoreError> {
        call("once.begin", retrying(|| self.begin_request(request, now, lease_until))).await
    }

    async fn finish(&self, scope: &str, key: &str, answer: &OnceAnswer) -> Result<(), StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "UPDATE once_requests SET status = ?, headers = ?, body = ? WHERE scope = ? AND request_key = ?",
        )
        .with(i64::from(answer.status))
        .with(crate::log::to_json(&answer.headers)?)
        .with(answer.body.as_str())
        .with(scope)
        .with(key);
        let finish = retrying(|| execute(self.writer(), sql.clone()));
        call("once.finish", finish).await.map(drop)
    }

    async fn abandon(&self, scope: &str, key: &str) -> Result<(), StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "UPDATE once_requests SET lease_until = ? WHERE scope = ? AND request_key = ? AND status IS NULL",
        )
        .with(Timestamp::MIN)
        .with(scope)
        .with(key);
        let abandon = retrying(|| execute(self.writer(), sql.clone()));
        call("once.abandon", abandon).await.map(drop)
    }

    async fn purge(&self, before: Timestamp) -> Result<u64, StoreError> {
        let sql = Sql::new(self.dialect(), "DELETE FROM once_requests WHERE began_at < ?").with(before);
        call("once.purge", retrying(|| execute(self.writer(), sql.clone()))).await
    }
}

impl SqlStore {
    async fn begin_request(
        &self,
        request: &OnceRequest,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Once, StoreError> {
        if self.ask(request, now, lease_until).await? == 1 {
            return Ok(Once::Run(request.resource));
        }
        let Some(row) = one(self.writer(), ONCE_REQUESTS, self.select_request(request)).await? else {
            return Err(StoreError::Contention("the request was forgotten meanwhile".to_owned()));
        };
        if row.digest("fingerprint")? != request.fingerprint {
            return Ok(Once::OtherBody);
        }
        if let Some(status) = row.number_or_null("status")? {
            return to_answer(&row, status).map(Once::Answered);
        }
        let lease = row.time("lease_until")?;
        if lease > now {
            return Ok(Once::Running);
        }
        if self.succeed(request, lease, now, lease_until).await? == 0 {
            return Ok(Once::Running); // Another successor was quicker.
        }
        row.id("resource").map(Once::Run)
    }

    /// Inserts the request or counts it; answers how often it was asked for by now.
    async fn ask(&self, request: &OnceRequest, now: Timestamp, lease_until: Timestamp) -> Result<u64, StoreError> {
        let dialect = self.dialect();
        let mut sql = Sql::new(
            dialect,
            "INSERT INTO once_requests (scope, request_key, fingerprint, resource, requests, began_at, lease_until) \
             VALUES (?, ?, ?, ?, 1, ?, ?)",
        )
        .with(request.scope.as_str())
        .with(request.key.as_str())
        .with(request.fingerprint)
        .with(request.resource)
        .with(now)
        .with(lease_until);
        sql.push(&dialect.on_conflict("scope, request_key"))
            .push("requests = once_requests.requests + 1");
        if !dialect.has_returning() {
            // MySQL counts 1 for an inserted row and 2 for an updated one.
            return execute(self.writer(), sql).await;
        }
        sql.push(" RETURNING resource, requests");
        match one(self.writer(), ONCE_REQUESTS, sql).await? {
            Some(row) => row.number("requests"),
            None => Err(StoreError::Failed("an insert answered no row".to_owned())),
        }
    }

    fn select_request(&self, request: &OnceRequest) -> Sql {
        Sql::new(
            self.dialect(),
            "SELECT fingerprint, resource, lease_until, status, headers, body FROM once_requests \
             WHERE scope = ? AND request_key = ?",
        )
        .with(request.scope.as_str())
        .with(request.key.as_str())
    }

    /// Takes the place of a dead request, whose lease was seen to be `dead_lease`.
    async fn succeed(
        &self,
        request: &OnceRequest,
        dead_lease: Timestamp,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<u64, StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "UPDATE once_requests SET began_at = ?, lease_until = ? \
             WHERE scope = ? AND request_key = ? AND lease_until = ? AND status IS NULL",
        )
        .with(now)
        .with(lease_until)
        .with(request.scope.as_str())
        .with(request.key.as_str())
        .with(dead_lease);
        execute(self.writer(), sql).await
    }
}

fn to_answer(row: &Row, status: u16) -> Result<OnceAnswer, StoreError> {
    Ok(OnceAnswer {
        status,
        headers: row.json("headers")?,
        body: row.text("body")?,
    })
}
