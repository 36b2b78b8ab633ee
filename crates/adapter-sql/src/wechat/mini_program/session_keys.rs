//! The newest session key of each person.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use ports::StoreError;
use ports::wechat::mini_program::{SessionKeys, StoredSessionKey};

use crate::sql::{Sql, Table, execute, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const SESSIONS: Table = Table {
    name: "mini_program_sessions",
    key: "open_id",
};

#[async_trait]
impl SessionKeys for SqlStore {
    async fn keep(&self, key: &StoredSessionKey) -> Result<(), StoreError> {
        let sql = self
            .keep_newest()
            .with(key.person.account.as_str())
            .with(key.person.open_id.as_str())
            .with(key.sealed.as_str())
            .with(key.asked_at);
        let keep = retrying(|| execute(self.writer(), sql.clone()));
        call("session_keys.keep", keep).await.map(drop)
    }

    async fn find(&self, person: &PersonRef) -> Result<Option<StoredSessionKey>, StoreError> {
        let text = "SELECT sealed_key, asked_at FROM mini_program_sessions WHERE open_id = ? AND account = ?";
        let sql = Sql::new(self.dialect(), text)
            .with(person.open_id.as_str())
            .with(person.account.as_str());
        let Some(row) = call("session_keys.find", one(self.reader(), SESSIONS, sql)).await? else {
            return Ok(None);
        };
        Ok(Some(StoredSessionKey {
            person: person.clone(),
            sealed: row.text("sealed_key")?,
            asked_at: row.time("asked_at")?,
        }))
    }

    async fn forget(&self, person: &PersonRef) -> Result<(), StoreError> {
        let text = "DELETE FROM mini_program_sessions WHERE open_id = ? AND account = ?";
        let sql = Sql::new(self.dialect(), text)
            .with(person.open_id.as_str())
            .with(person.account.as_str());
        let forget = retrying(|| execute(self.writer(), sql.clone()));
        call("session_keys.forget", forget).await.map(drop)
    }
}

impl SqlStore {
    /// MySQL sets columns one after the other and compares with what it has set, so the instant comes last.
    fn keep_newest(&self) -> Sql {
        let dialect = self.dialect();
        let is_newer = format!("{} >= mini_program_sessions.asked_at", dialect.wanted("asked_at"));
        let newest = |column: &str| {
            format!(
                "{column} = CASE WHEN {is_newer} THEN {} ELSE mini_program_sessions.{column} END",
                dialect.wanted(column)
            )
        };
        Sql::new(
            dialect,
            format!(
                "INSERT INTO mini_program_sessions (account, open_id, sealed_key, asked_at) VALUES (?, ?, ?, ?){}{}, {}",
                dialect.on_conflict("open_id, account"),
                newest("sealed_key"),
                newest("asked_at"),
            ),
        )
    }
}
