//! WeChat's reports on mass messages as they came.

use async_trait::async_trait;
use domain::time::Timestamp;
use domain::wechat::MassReport;
use ports::StoreError;
use ports::wechat::mass::EarlyMassReports;

use super::MassReportJson;
use crate::log::to_json;
use crate::sql::{Sql, Table, execute, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const REPORTS: Table = Table {
    name: "mass_reports",
    key: "msg_id",
};

#[async_trait]
impl EarlyMassReports for SqlStore {
    async fn keep(&self, account: &str, report: &MassReport, at: Timestamp) -> Result<(), StoreError> {
        let dialect = self.dialect();
        let mut sql = Sql::new(
            dialect,
            "INSERT INTO mass_reports (account, msg_id, report, kept_at) VALUES ",
        );
        sql.rows(1, 4)
            .bind(account)
            .bind(report.msg_id.to_string())
            .bind(to_json(&MassReportJson::from(report.clone()))?)
            .bind(at)
            .push(&dialect.on_conflict_nothing("msg_id, account", "kept_at"));
        let keep = retrying(|| execute(self.writer(), sql.clone()));
        call("mass_reports.keep", keep).await.map(drop)
    }

    async fn find(&self, account: &str, msg_id: u64) -> Result<Option<MassReport>, StoreError> {
        let text = "SELECT report FROM mass_reports WHERE msg_id = ? AND account = ?";
        let sql = Sql::new(self.dialect(), text).with(msg_id.to_string()).with(account);
        let row = call("mass_reports.find", one(self.reader(), REPORTS, sql)).await?;
        let report = row.map(|row| row.json::<MassReportJson>("report")).transpose()?;
        Ok(report.map(MassReport::from))
    }

    async fn forget(&self, instant: Timestamp) -> Result<u64, StoreError> {
        let sql = Sql::new(self.dialect(), "DELETE FROM mass_reports WHERE kept_at < ?").with(instant);
        let forget = retrying(|| execute(self.writer(), sql.clone()));
        call("mass_reports.forget", forget).await
    }
}
