//! Stored publications.

use async_trait::async_trait;
use domain::ids::PublicationId;
use domain::wechat::articles::{Publication, PublicationState};
use ports::wechat::articles::{PublicationFilter, PublicationReads, PublicationRepository};
use ports::{Page, PageQuery, StoreError};

use super::publication_rows::{CHANGEABLE, COLUMNS, PUBLICATIONS, bind_changeable, bind_prints, to_publication};
use crate::sql::{Conditions, Direction, List, Sql, all, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl PublicationRepository for SqlTransaction {
    async fn find_for_update(&mut self, id: PublicationId) -> Result<Option<Publication>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM wechat_publications WHERE id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid());
        let row = call("wechat_publications.find_for_update", self.one(PUBLICATIONS, sql)).await?;
        row.as_ref().map(to_publication).transpose()
    }

    async fn add(&mut self, publication: &Publication) -> Result<(), StoreError> {
        let stored = publication.stored();
        let mut sql = self.sql(format!(
            "INSERT INTO wechat_publications ({}, prints, id, account, draft_id, edition, created_at) VALUES ",
            CHANGEABLE.join(", ")
        ));
        sql.rows(1, CHANGEABLE.len() + 6);
        bind_changeable(&mut sql, stored)?;
        bind_prints(&mut sql, stored)?;
        sql.bind(stored.id.uuid())
            .bind(stored.account.as_str())
            .bind(stored.draft.uuid())
            .bind(stored.edition)
            .bind(stored.created_at);
        call("wechat_publications.add", self.execute(sql)).await.map(drop)
    }

    async fn save(&mut self, publication: &Publication, expected_version: u64) -> Result<(), StoreError> {
        let stored = publication.stored();
        let mut sql = self.sql(format!(
            "UPDATE wechat_publications SET {} = ?",
            CHANGEABLE.join(" = ?, ")
        ));
        bind_changeable(&mut sql, stored)?;
        sql.push(" WHERE id = ? AND version = ?")
            .bind(stored.id.uuid())
            .bind(expected_version);
        match call("wechat_publications.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}

#[async_trait]
impl PublicationReads for SqlStore {
    async fn find(&self, account: &str, id: PublicationId) -> Result<Option<Publication>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM wechat_publications WHERE id = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid()).with(account);
        let row = call("wechat_publications.find", one(self.reader(), PUBLICATIONS, sql)).await?;
        row.as_ref().map(to_publication).transpose()
    }

    async fn find_by_publish_id(&self, account: &str, publish_id: &str) -> Result<Option<PublicationId>, StoreError> {
        let text = "SELECT id FROM wechat_publications WHERE publish_id = ? AND account = ? ORDER BY id DESC LIMIT 1";
        let sql = Sql::new(self.dialect(), text).with(publish_id).with(account);
        let row = call(
            "wechat_publications.find_by_publish_id",
            one(self.reader(), PUBLICATIONS, sql),
        )
        .await?;
        row.map(|row| row.id("id").map(PublicationId::from_uuid)).transpose()
    }

    async fn known_article_ids(&self, account: &str, article_ids: &[String]) -> Result<Vec<String>, StoreError> {
        if article_ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new(
            self.dialect(),
            "SELECT article_id FROM wechat_publications WHERE account = ? AND article_id IN (",
        )
        .with(account);
        sql.marks(article_ids.len()).push(")");
        for article_id in article_ids {
            sql.bind(article_id.as_str());
        }
        let rows = call(
            "wechat_publications.known_article_ids",
            all(self.reader(), PUBLICATIONS, sql),
        )
        .await?;
        rows.iter().map(|row| row.text("article_id")).collect()
    }

    async fn list(
        &self,
        account: &str,
        filter: PublicationFilter,
        page: PageQuery,
    ) -> Result<Page<Publication>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("account = ?", account)
            .and_if("state = ?", filter.state.map(PublicationState::name));
        let list = List {
            table: PUBLICATIONS,
            columns: COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(match filter.state {
                Some(_) => "ix_wechat_publications_state",
                None => "ix_wechat_publications_account",
            }),
            conditions,
        };
        let publications = list.page(self.reader(), page, to_publication, |one| one.stored().id.uuid());
        call("wechat_publications.list", publications).await
    }
}
