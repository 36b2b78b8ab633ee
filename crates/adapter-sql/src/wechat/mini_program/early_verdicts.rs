//! Verdicts on media as they came.

use async_trait::async_trait;
use domain::time::Timestamp;
use domain::wechat::MediaVerdict;
use ports::StoreError;
use ports::wechat::mini_program::EarlyVerdicts;

use crate::sql::{Sql, Table, execute, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const VERDICTS: Table = Table {
    name: "media_verdicts",
    key: "trace_id",
};

#[async_trait]
impl EarlyVerdicts for SqlStore {
    async fn keep(&self, account: &str, verdict: &MediaVerdict, at: Timestamp) -> Result<(), StoreError> {
        let dialect = self.dialect();
        let mut sql = Sql::new(
            dialect,
            "INSERT INTO media_verdicts (account, trace_id, error_code, suggest, label, kept_at) VALUES ",
        );
        sql.rows(1, 6)
            .bind(account)
            .bind(verdict.trace_id.as_str())
            .bind(verdict.error_code)
            .bind(verdict.suggest.as_str())
            .bind(verdict.label)
            .bind(at)
            .push(&dialect.on_conflict_nothing("trace_id, account", "suggest"));
        let keep = retrying(|| execute(self.writer(), sql.clone()));
        call("media_verdicts.keep", keep).await.map(drop)
    }

    async fn find(&self, account: &str, trace_id: &str) -> Result<Option<MediaVerdict>, StoreError> {
        let text = "SELECT error_code, suggest, label FROM media_verdicts WHERE trace_id = ? AND account = ?";
        let sql = Sql::new(self.dialect(), text).with(trace_id).with(account);
        let Some(row) = call("media_verdicts.find", one(self.reader(), VERDICTS, sql)).await? else {
            return Ok(None);
        };
        Ok(Some(MediaVerdict {
            trace_id: trace_id.to_owned(),
            error_code: row.number("error_code")?,
            suggest: row.text("suggest")?,
            label: row.number("label")?,
        }))
    }

    async fn forget(&self, instant: Timestamp) -> Result<u64, StoreError> {
        let text = "DELETE FROM media_verdicts WHERE kept_at < ?";
        let sql = Sql::new(self.dialect(), text).with(instant);
        call(
            "media_verdicts.forget",
            retrying(|| execute(self.writer(), sql.clone())),
        )
        .await
    }
}
