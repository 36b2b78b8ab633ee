//! Synchronisations.

use async_trait::async_trait;
use domain::wechat::followers::FollowerSync;
use ports::StoreError;
use ports::wechat::followers::SyncRepository;

use super::sync_rows::{SYNC_COLUMNS, SYNCS, bind_sync, to_sync};
use crate::sql::{Sql, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl SyncRepository for SqlTransaction {
    async fn find_for_update(&mut self, account: &str) -> Result<Option<FollowerSync>, StoreError> {
        let text = format!(
            "SELECT {} FROM follower_syncs WHERE account = ?{}",
            SYNC_COLUMNS.join(", "),
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(account);
        let row = call("follower_syncs.find_for_update", self.one(SYNCS, sql)).await?;
        row.as_ref().map(to_sync).transpose()
    }

    async fn save(&mut self, sync: &FollowerSync, expected_version: Option<u64>) -> Result<(), StoreError> {
        let Some(expected_version) = expected_version else {
            let mut sql = self.sql(format!(
                "INSERT INTO follower_syncs ({}) VALUES ",
                SYNC_COLUMNS.join(", ")
            ));
            sql.rows(1, SYNC_COLUMNS.len());
            bind_sync(&mut sql, sync.stored());
            return call("follower_syncs.add", self.execute(sql)).await.map(drop);
        };
        let mut sql = self.sql(format!("UPDATE follower_syncs SET {} = ?", SYNC_COLUMNS.join(" = ?, ")));
        bind_sync(&mut sql, sync.stored());
        sql.push(" WHERE account = ? AND version = ?")
            .bind(sync.stored().account.as_str())
            .bind(expected_version);
        match call("follower_syncs.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}

impl SqlStore {
    pub(super) async fn sync_of(&self, account: &str) -> Result<Option<FollowerSync>, StoreError> {
        let text = format!(
            "SELECT {} FROM follower_syncs WHERE account = ?",
            SYNC_COLUMNS.join(", ")
        );
        let sql = Sql::new(self.dialect(), text).with(account);
        let row = one(self.reader(), SYNCS, sql).await?;
        row.as_ref().map(to_sync).transpose()
    }
}
