//! Stored menus.

use async_trait::async_trait;
use domain::wechat::menus::MenuBoard;
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::menus::{MenuRepository, MenusStore, MenusTransaction};

use super::rows::{CHANGEABLE, COLUMNS, MENUS, bind_changeable, to_domain};
use crate::sql::{Sql, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl MenusStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn MenusTransaction>, StoreError> {
        Ok(Box::new(call("menus.begin", self.begin_transaction()).await?))
    }

    async fn find(&self, account: &str) -> Result<Option<MenuBoard>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM wechat_menus WHERE account = ?");
        let sql = Sql::new(self.dialect(), text).with(account);
        let row = call("menus.find", one(self.reader(), MENUS, sql)).await?;
        row.as_ref().map(to_domain).transpose()
    }
}

#[async_trait]
impl MenusTransaction for SqlTransaction {
    fn menus(&mut self) -> &mut dyn MenuRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("menus.commit", self.commit_all()).await
    }
}

#[async_trait]
impl MenuRepository for SqlTransaction {
    async fn find_for_update(&mut self, account: &str) -> Result<Option<MenuBoard>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM wechat_menus WHERE account = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(account);
        let row = call("menus.find_for_update", self.one(MENUS, sql)).await?;
        row.as_ref().map(to_domain).transpose()
    }

    async fn add(&mut self, board: &MenuBoard) -> Result<(), StoreError> {
        let stored = board.stored();
        let mut sql = self.sql(format!(
            "INSERT INTO wechat_menus ({}, account, id, created_at, version) VALUES ",
            CHANGEABLE.join(", ")
        ));
        sql.rows(1, CHANGEABLE.len() + 4);
        bind_changeable(&mut sql, stored)?;
        sql.bind(stored.account.as_str())
            .bind(stored.id.uuid())
            .bind(stored.created_at)
            .bind(stored.version);
        call("menus.add", self.execute(sql)).await.map(drop)
    }

    async fn save(&mut self, board: &MenuBoard, expected_version: u64) -> Result<(), StoreError> {
        let stored = board.stored();
        let mut sql = self.sql(format!(
            "UPDATE wechat_menus SET {} = ?, version = ?",
            CHANGEABLE.join(" = ?, ")
        ));
        bind_changeable(&mut sql, stored)?;
        sql.bind(stored.version)
            .push(" WHERE account = ? AND version = ?")
            .bind(stored.account.as_str())
            .bind(expected_version);
        match call("menus.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}
