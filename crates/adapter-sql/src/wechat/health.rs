//! Counts of calls, added up where they lie, and the last errors.
//!
//! Without a transaction: these are statistics, and half of a report is better than none.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::StoreError;
use ports::wechat::{ApiHealthLog, CallError, CallMinute, CallReport};

use crate::sql::{Row, Sql, Table, execute, insert_parts, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const ERRORS: Table = Table {
    name: "api_call_errors",
    key: "position",
};
const MINUTE_WIDTH: usize = 8;
const ERROR_WIDTH: usize = 6;
const COUNTS: [&str; 5] = ["calls", "done", "refused", "failed", "latency_micros"];

#[async_trait]
impl ApiHealthLog for SqlStore {
    async fn add(&self, report: &CallReport) -> Result<(), StoreError> {
        call("api_health.add", self.add_report(report)).await
    }

    async fn forget(&self, before: Timestamp) -> Result<u64, StoreError> {
        let sql = Sql::new(self.dialect(), "DELETE FROM api_call_minutes WHERE minute < ?").with(before);
        call("api_health.forget", retrying(|| execute(self.writer(), sql.clone()))).await
    }
}

impl SqlStore {
    async fn add_report(&self, report: &CallReport) -> Result<(), StoreError> {
        for part in insert_parts(report.minutes.len()) {
            let sql = self.add_minutes(&report.minutes[part]);
            retrying(|| execute(self.writer(), sql.clone())).await?;
        }
        for part in insert_parts(report.errors.len()) {
            let sql = self.append_errors(&report.errors[part]);
            retrying(|| execute(self.writer(), sql.clone())).await?;
        }
        let touched: BTreeSet<_> = report.errors.iter().map(|error| (&error.account, &error.api)).collect();
        for (account, api) in touched {
            self.forget_old_errors(account, api).await?;
        }
        Ok(())
    }

    fn add_minutes(&self, minutes: &[CallMinute]) -> Sql {
        let dialect = self.dialect();
        let mut sql = Sql::new(
            dialect,
            "INSERT INTO api_call_minutes (account, api, minute, calls, done, refused, failed, latency_micros) VALUES ",
        );
        sql.rows(minutes.len(), MINUTE_WIDTH);
        for minute in minutes {
            let counts = &minute.counts;
            sql.bind(minute.account.as_str())
                .bind(minute.api.as_str())
                .bind(minute.minute);
            for count in [
                counts.calls,
                counts.done,
                counts.refused,
                counts.failed,
                counts.latency_micros,
            ] {
                sql.bind(i64::try_from(count).unwrap_or(i64::MAX));
            }
        }
        let added = COUNTS.map(|column| format!("{column} = api_call_minutes.{column} + {}", dialect.wanted(column)));
        sql.push(&dialect.on_conflict("account, minute, api"))
            .push(&added.join(", "));
        sql
    }

    fn append_errors(&self, errors: &[CallError]) -> Sql {
        let mut sql = Sql::new(
            self.dialect(),
            "INSERT INTO api_call_errors (account, api, at, code, note, rid) VALUES ",
        );
        sql.rows(errors.len(), ERROR_WIDTH);
        for error in errors {
            sql.bind(error.account.as_str())
                .bind(error.api.as_str())
                .bind(error.at)
                .bind(error.code)
                .bind(error.note.as_str())
                .bind(error.rid.as_deref());
        }
        sql
    }

    /// Finds the oldest error that is kept, then forgets those before it: no database is asked to read a table that it
    /// changes.
    async fn forget_old_errors(&self, account: &str, api: &str) -> Result<(), StoreError> {
        let text = format!(
            "SELECT position FROM api_call_errors WHERE account = ? AND api = ? ORDER BY position DESC \
             LIMIT 1 OFFSET {}",
            CallError::KEPT - 1
        );
        let sql = Sql::new(self.dialect(), text).with(account).with(api);
        let Some(row) = one(self.writer(), ERRORS, sql).await? else {
            return Ok(());
        };
        let oldest: i64 = position(&row)?;
        let sql = Sql::new(
            self.dialect(),
            "DELETE FROM api_call_errors WHERE account = ? AND api = ? AND position < ?",
        )
        .with(account)
        .with(api)
        .with(oldest);
        retrying(|| execute(self.writer(), sql.clone())).await.map(drop)
    }
}

fn position(row: &Row) -> Result<i64, StoreError> {
    row.number("position")
}
