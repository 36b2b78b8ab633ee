//! Reading counts of calls and the last errors.

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::StoreError;
use ports::wechat::{ApiCalls, ApiHealthReads, CallCounts, CallError, CallMinute};

use crate::dialect::Dialect;
use crate::sql::{Row, Sql, Table, all};
use crate::store::SqlStore;
use crate::telemetry::call;

const MINUTES: Table = Table {
    name: "api_call_minutes",
    key: "calls",
};
const ERRORS: Table = Table {
    name: "api_call_errors",
    key: "position",
};
const COUNTS: [&str; 5] = ["calls", "done", "refused", "failed", "latency_micros"];

#[async_trait]
impl ApiHealthReads for SqlStore {
    async fn calls(&self, account: &str, since: Timestamp) -> Result<Vec<ApiCalls>, StoreError> {
        let sums = COUNTS.map(|column| format!("{} AS {column}", sum(self.dialect(), column)));
        let text = format!(
            "SELECT api, {} FROM api_call_minutes WHERE account = ? AND minute >= ? GROUP BY api ORDER BY api",
            sums.join(", ")
        );
        let sql = Sql::new(self.dialect(), text).with(account).with(since);
        let rows = call("api_health.calls", all(self.reader(), MINUTES, sql)).await?;
        rows.iter()
            .map(|row| {
                Ok(ApiCalls {
                    api: row.text("api")?,
                    counts: counts(row)?,
                })
            })
            .collect()
    }

    async fn minutes(&self, account: &str, api: Option<&str>, since: Timestamp) -> Result<Vec<CallMinute>, StoreError> {
        let mut sql = Sql::new(
            self.dialect(),
            "SELECT account, api, minute, calls, done, refused, failed, latency_micros FROM api_call_minutes \
             WHERE account = ? AND minute >= ?",
        )
        .with(account)
        .with(since);
        if let Some(api) = api {
            sql.push(" AND api = ?").bind(api);
        }
        sql.push(" ORDER BY minute, api");
        let rows = call("api_health.minutes", all(self.reader(), MINUTES, sql)).await?;
        rows.iter().map(to_minute).collect()
    }

    async fn errors(&self, account: &str) -> Result<Vec<CallError>, StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "SELECT position, account, api, at, code, note, rid FROM (SELECT position, account, api, at, code, note, rid, \
             ROW_NUMBER() OVER (PARTITION BY api ORDER BY position DESC) AS place FROM api_call_errors \
             WHERE account = ?) AS ranked WHERE place <= ? ORDER BY position DESC",
        )
        .with(account)
        .with(i64::from(CallError::KEPT));
        let rows = call("api_health.errors", all(self.reader(), ERRORS, sql)).await?;
        rows.iter().map(to_error).collect()
    }
}

/// A sum of whole numbers is a decimal for MySQL and PostgreSQL.
fn sum(dialect: Dialect, column: &str) -> String {
    match dialect {
        Dialect::MySql => format!("CAST(SUM({column}) AS SIGNED)"),
        Dialect::Postgres | Dialect::Sqlite => format!("CAST(SUM({column}) AS BIGINT)"),
    }
}

fn to_minute(row: &Row) -> Result<CallMinute, StoreError> {
    Ok(CallMinute {
        account: row.text("account")?,
        api: row.text("api")?,
        minute: row.time("minute")?,
        counts: counts(row)?,
    })
}

fn counts(row: &Row) -> Result<CallCounts, StoreError> {
    Ok(CallCounts {
        calls: row.number("calls")?,
        done: row.number("done")?,
        refused: row.number("refused")?,
        failed: row.number("failed")?,
        latency_micros: row.number("latency_micros")?,
    })
}

fn to_error(row: &Row) -> Result<CallError, StoreError> {
    Ok(CallError {
        account: row.text("account")?,
        api: row.text("api")?,
        at: row.time("at")?,
        code: row.number_or_null("code")?,
        note: row.text("note")?,
        rid: row.text_or_null("rid")?,
    })
}
