//! Stored drafts.

use async_trait::async_trait;
use domain::ids::DraftId;
use domain::wechat::articles::Draft;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::articles::{
    ArticlesStore, ArticlesTransaction, DraftReads, DraftRepository, DraftView, PublicationRepository,
};
use ports::{Page, PageQuery, StoreError};

use super::draft_rows::{CHANGEABLE, COLUMNS, DRAFTS, VIEW, bind_changeable, to_draft, to_view};
use crate::sql::{Conditions, Direction, List, Sql, all, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl ArticlesStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn ArticlesTransaction>, StoreError> {
        Ok(Box::new(call("wechat_articles.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl ArticlesTransaction for SqlTransaction {
    fn drafts(&mut self) -> &mut dyn DraftRepository {
        self
    }

    fn publications(&mut self) -> &mut dyn PublicationRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("wechat_articles.commit", self.commit_all()).await
    }
}

#[async_trait]
impl DraftRepository for SqlTransaction {
    async fn find_for_update(&mut self, id: DraftId) -> Result<Option<Draft>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM wechat_drafts WHERE id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid());
        let row = call("wechat_drafts.find_for_update", self.one(DRAFTS, sql)).await?;
        row.as_ref().map(to_draft).transpose()
    }

    async fn add(&mut self, draft: &Draft) -> Result<(), StoreError> {
        let stored = draft.stored();
        let mut sql = self.sql(format!(
            "INSERT INTO wechat_drafts ({}, id, account, created_at) VALUES ",
            CHANGEABLE.join(", ")
        ));
        sql.rows(1, CHANGEABLE.len() + 3);
        bind_changeable(&mut sql, stored)?;
        sql.bind(stored.id.uuid())
            .bind(stored.account.as_str())
            .bind(stored.created_at);
        call("wechat_drafts.add", self.execute(sql)).await.map(drop)
    }

    async fn save(&mut self, draft: &Draft, expected_version: u64) -> Result<(), StoreError> {
        let stored = draft.stored();
        let mut sql = self.sql(format!("UPDATE wechat_drafts SET {} = ?", CHANGEABLE.join(" = ?, ")));
        bind_changeable(&mut sql, stored)?;
        sql.push(" WHERE id = ? AND version = ?")
            .bind(stored.id.uuid())
            .bind(expected_version);
        match call("wechat_drafts.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }

    async fn remove(&mut self, id: DraftId, expected_version: u64) -> Result<(), StoreError> {
        let sql = self
            .sql("DELETE FROM wechat_drafts WHERE id = ? AND version = ?")
            .with(id.uuid())
            .with(expected_version);
        match call("wechat_drafts.remove", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}

#[async_trait]
impl DraftReads for SqlStore {
    async fn find(&self, account: &str, id: DraftId) -> Result<Option<Draft>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM wechat_drafts WHERE id = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid()).with(account);
        let row = call("wechat_drafts.find", one(self.reader(), DRAFTS, sql)).await?;
        row.as_ref().map(to_draft).transpose()
    }

    async fn list(&self, account: &str, page: PageQuery) -> Result<Page<DraftView>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions.and_with("account = ?", account);
        let list = List {
            table: DRAFTS,
            columns: VIEW,
            order: "id",
            direction: Direction::Descending,
            index: Some("ix_wechat_drafts_account"),
            conditions,
        };
        let drafts = list.page(self.reader(), page, to_view, |draft| draft.id.uuid());
        call("wechat_drafts.list", drafts).await
    }

    async fn known_media_ids(&self, account: &str, media_ids: &[String]) -> Result<Vec<String>, StoreError> {
        if media_ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new(
            self.dialect(),
            "SELECT media_id FROM wechat_drafts WHERE account = ? AND media_id IN (",
        )
        .with(account);
        sql.marks(media_ids.len()).push(")");
        for media_id in media_ids {
            sql.bind(media_id.as_str());
        }
        let rows = call("wechat_drafts.known_media_ids", all(self.reader(), DRAFTS, sql)).await?;
        rows.iter().map(|row| row.text("media_id")).collect()
    }
}
