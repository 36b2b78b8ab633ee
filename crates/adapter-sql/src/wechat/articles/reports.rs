//! Reports on publications as they came.

use async_trait::async_trait;
use domain::time::Timestamp;
use domain::wechat::PublishReport;
use ports::StoreError;
use ports::wechat::articles::PublishReports;

use crate::log::to_json;
use crate::sql::{Sql, Table, execute, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const REPORTS: Table = Table {
    name: "wechat_publish_reports",
    key: "publish_id",
};

#[async_trait]
impl PublishReports for SqlStore {
    async fn keep(&self, account: &str, report: &PublishReport, at: Timestamp) -> Result<(), StoreError> {
        let dialect = self.dialect();
        let mut sql = Sql::new(
            dialect,
            "INSERT INTO wechat_publish_reports (account, publish_id, status, article_id, articles, failed, kept_at) \
             VALUES ",
        );
        sql.rows(1, 7)
            .bind(account)
            .bind(report.publish_id.as_str())
            .bind(report.status)
            .bind(report.article_id.as_deref())
            .bind(to_json(&report.articles)?)
            .bind(to_json(&report.failed)?)
            .bind(at)
            .push(&dialect.on_conflict_nothing("publish_id, account", "status"));
        let keep = retrying(|| execute(self.writer(), sql.clone()));
        call("wechat_publish_reports.keep", keep).await.map(drop)
    }

    async fn find(&self, account: &str, publish_id: &str) -> Result<Option<PublishReport>, StoreError> {
        let text = "SELECT status, article_id, articles, failed FROM wechat_publish_reports \
             WHERE publish_id = ? AND account = ?";
        let sql = Sql::new(self.dialect(), text).with(publish_id).with(account);
        let found = one(self.reader(), REPORTS, sql);
        let Some(row) = call("wechat_publish_reports.find", found).await? else {
            return Ok(None);
        };
        Ok(Some(PublishReport {
            publish_id: publish_id.to_owned(),
            status: row.number("status")?,
            article_id: row.text_or_null("article_id")?,
            articles: row.json("articles")?,
            failed: row.json("failed")?,
        }))
    }

    async fn forget(&self, instant: Timestamp) -> Result<u64, StoreError> {
        let text = "DELETE FROM wechat_publish_reports WHERE kept_at < ?";
        let sql = Sql::new(self.dialect(), text).with(instant);
        let forget = retrying(|| execute(self.writer(), sql.clone()));
        call("wechat_publish_reports.forget", forget).await
    }
}
