//! Accounts in transactions, and reading them.

use async_trait::async_trait;
use domain::ids::AccountId;
use domain::wechat::account::AccountName;
use ports::StoreError;
use ports::log::EventLog;
use ports::wechat::{AccountRepository, AccountStore, AccountTransaction, KeptAccount};

use super::rows::{ACCOUNTS, COLUMNS, bind_account, to_kept};
use crate::dialect::Dialect;
use crate::sql::{Sql, Table, all, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const REVISIONS: Table = Table {
    name: "wechat_account_revisions",
    key: "id",
};

#[async_trait]
impl AccountStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn AccountTransaction>, StoreError> {
        let begin = async {
            let mut tx = self.begin_transaction().await?;
            // First of all, so that transactions take turns at this one row and never wait for each other in circles.
            let next = next_revision(tx.dialect);
            tx.execute(next).await?;
            Ok(tx)
        };
        Ok(Box::new(call("wechat_accounts.begin", begin).await?))
    }

    async fn list(&self) -> Result<Vec<KeptAccount>, StoreError> {
        let text = format!("SELECT {} FROM wechat_accounts ORDER BY name", COLUMNS.join(", "));
        let sql = Sql::new(self.dialect(), text);
        let rows = call("wechat_accounts.list", all(self.reader(), ACCOUNTS, sql)).await?;
        rows.iter().map(to_kept).collect()
    }

    async fn revision(&self) -> Result<u64, StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "SELECT id, revision FROM wechat_account_revisions WHERE id = 1",
        );
        match call("wechat_accounts.revision", one(self.reader(), REVISIONS, sql)).await? {
            Some(row) => row.number("revision"),
            None => Ok(0),
        }
    }
}

fn next_revision(dialect: Dialect) -> Sql {
    let mut sql = Sql::new(
        dialect,
        "INSERT INTO wechat_account_revisions (id, revision) VALUES (1, 1)",
    );
    sql.push(&dialect.on_conflict("id"))
        .push("revision = wechat_account_revisions.revision + 1");
    sql
}

#[async_trait]
impl AccountTransaction for SqlTransaction {
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("wechat_accounts.commit", self.commit_all()).await
    }
}

#[async_trait]
impl AccountRepository for SqlTransaction {
    async fn find_for_update(&mut self, name: &AccountName) -> Result<Option<KeptAccount>, StoreError> {
        let text = format!(
            "SELECT {} FROM wechat_accounts WHERE name = ?{}",
            COLUMNS.join(", "),
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(name.as_str());
        let row = call("wechat_accounts.find_for_update", self.one(ACCOUNTS, sql)).await?;
        row.as_ref().map(to_kept).transpose()
    }

    async fn add(&mut self, kept: &KeptAccount) -> Result<(), StoreError> {
        let mut sql = self.sql(format!("INSERT INTO wechat_accounts ({}) VALUES ", COLUMNS.join(", ")));
        sql.rows(1, COLUMNS.len());
        bind_account(&mut sql, kept);
        sql.bind(kept.account.stored().id.uuid());
        call("wechat_accounts.add", self.execute(sql)).await.map(drop)
    }

    async fn save(&mut self, kept: &KeptAccount, expected_version: u64) -> Result<(), StoreError> {
        let id = kept.account.stored().id;
        // MySQL counts the rows it changed and not those it met: an update that changes nothing would look like a
        // conflict, so the version is asked for by itself.
        self.require_version(id, expected_version).await?;
        let (_, changeable) = COLUMNS.split_last().unwrap_or((&"id", &[]));
        let mut sql = self.sql(format!("UPDATE wechat_accounts SET {} = ?", changeable.join(" = ?, ")));
        bind_account(&mut sql, kept);
        sql.push(" WHERE id = ?").bind(id.uuid());
        call("wechat_accounts.save", self.execute(sql)).await.map(drop)
    }

    async fn remove(&mut self, id: AccountId, expected_version: u64) -> Result<(), StoreError> {
        let sql = self
            .sql("DELETE FROM wechat_accounts WHERE id = ? AND version = ?")
            .with(id.uuid())
            .with(expected_version);
        match call("wechat_accounts.remove", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}

impl SqlTransaction {
    async fn require_version(&mut self, id: AccountId, version: u64) -> Result<(), StoreError> {
        let text = format!(
            "SELECT id FROM wechat_accounts WHERE id = ? AND version = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid()).with(version);
        match call("wechat_accounts.require_version", self.one(ACCOUNTS, sql)).await? {
            Some(_) => Ok(()),
            None => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}
