//! Content checks.

use async_trait::async_trait;
use domain::ids::ContentCheckId;
use domain::wechat::mini_program::{ContentCheck, Doubt};
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::mini_program::{
    CheckFilter, ContentCheckReads, ContentCheckRepository, ContentChecksStore, ContentChecksTransaction,
};
use ports::{Page, PageQuery, StoreError};

use super::check_rows::{CHECKS, COLUMNS, WIDTH, bind, to_check, verdict_name};
use crate::sql::{Conditions, Direction, List, Sql, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl ContentChecksStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn ContentChecksTransaction>, StoreError> {
        Ok(Box::new(call("content_checks.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl ContentChecksTransaction for SqlTransaction {
    fn checks(&mut self) -> &mut dyn ContentCheckRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("content_checks.commit", self.commit_all()).await
    }
}

#[async_trait]
impl ContentCheckRepository for SqlTransaction {
    async fn find_for_update(&mut self, id: ContentCheckId) -> Result<Option<ContentCheck>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM content_checks WHERE id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid());
        let row = call("content_checks.find_for_update", self.one(CHECKS, sql)).await?;
        row.as_ref().map(to_check).transpose()
    }

    async fn add(&mut self, check: &ContentCheck) -> Result<(), StoreError> {
        let mut sql = self.sql(format!("INSERT INTO content_checks ({COLUMNS}) VALUES "));
        sql.rows(1, WIDTH);
        bind(&mut sql, check);
        call("content_checks.add", self.execute(sql)).await.map(drop)
    }

    async fn save(&mut self, check: &ContentCheck, expected_version: u64) -> Result<(), StoreError> {
        let stored = check.stored();
        let finding = stored.finding;
        let sql = self
            .sql(
                "UPDATE content_checks SET verdict = ?, label = ?, doubt = ?, trace_id = ?, submissions = ?, \
                 due_at = ?, updated_at = ?, version = ? WHERE id = ? AND version = ?",
            )
            .with(verdict_name(finding.map(|finding| finding.verdict)))
            .with(finding.and_then(|finding| finding.label))
            .with(finding.and_then(|finding| finding.doubt).map(Doubt::name))
            .with(stored.trace_id.as_deref())
            .with(stored.submissions)
            .with(stored.due_at)
            .with(stored.updated_at)
            .with(stored.version)
            .with(stored.id.uuid())
            .with(expected_version);
        match call("content_checks.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}

#[async_trait]
impl ContentCheckReads for SqlStore {
    async fn find(&self, account: &str, id: ContentCheckId) -> Result<Option<ContentCheck>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM content_checks WHERE id = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid()).with(account);
        let row = call("content_check_reads.find", one(self.reader(), CHECKS, sql)).await?;
        row.as_ref().map(to_check).transpose()
    }

    async fn find_by_trace(&self, account: &str, trace_id: &str) -> Result<Option<ContentCheckId>, StoreError> {
        let text = "SELECT id FROM content_checks WHERE trace_id = ? AND account = ? ORDER BY id DESC LIMIT 1";
        let sql = Sql::new(self.dialect(), text).with(trace_id).with(account);
        let row = call("content_check_reads.find_by_trace", one(self.reader(), CHECKS, sql)).await?;
        row.map(|row| row.id("id").map(ContentCheckId::from_uuid)).transpose()
    }

    async fn list(
        &self,
        account: &str,
        filter: CheckFilter,
        page: PageQuery,
    ) -> Result<Page<ContentCheck>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("account = ?", account)
            .and_if("verdict = ?", filter.verdict.map(verdict_name));
        let list = List {
            table: CHECKS,
            columns: COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(match filter.verdict {
                Some(_) => "ix_content_checks_verdict",
                None => "ix_content_checks_account",
            }),
            conditions,
        };
        let checks = list.page(self.reader(), page, to_check, |check| check.stored().id.uuid());
        call("content_check_reads.list", checks).await
    }
}
