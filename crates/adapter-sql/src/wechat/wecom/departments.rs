//! Departments inside a transaction.

use async_trait::async_trait;
use domain::ids::DirectorySyncId;
use domain::wechat::wecom::directory::Department;
use ports::StoreError;
use ports::wechat::wecom::DepartmentRepository;

use super::member_rows::{DEPARTMENT_COLUMNS, DEPARTMENTS, bind_department, to_department};
use crate::sql::{asked, insert_parts};
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl DepartmentRepository for SqlTransaction {
    async fn find_for_update(&mut self, account: &str, ids: &[i64]) -> Result<Vec<Department>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for ids in asked(ids) {
            let mut sql = self.sql(format!(
                "SELECT {} FROM corp_departments WHERE account = ? AND department_id IN (",
                DEPARTMENT_COLUMNS.join(", ")
            ));
            sql.bind(account)
                .marks(ids.len())
                .push(") ORDER BY department_id")
                .push(self.dialect.for_update());
            for id in ids {
                sql.bind(*id);
            }
            let rows = call("corp_departments.find_for_update", self.all(DEPARTMENTS, sql)).await?;
            for row in &rows {
                found.push(to_department(row)?);
            }
        }
        Ok(found)
    }

    async fn put(&mut self, departments: &[Department]) -> Result<(), StoreError> {
        for part in insert_parts(departments.len()) {
            let rows = &departments[part];
            let columns = DEPARTMENT_COLUMNS.join(", ");
            let mut sql = self.sql(format!("INSERT INTO corp_departments ({columns}) VALUES "));
            sql.rows(rows.len(), DEPARTMENT_COLUMNS.len());
            for department in rows {
                bind_department(&mut sql, department);
            }
            let changed = DEPARTMENT_COLUMNS[2..]
                .iter()
                .map(|column| format!("{column} = {}", self.dialect.wanted(column)));
            sql.push(&self.dialect.on_conflict("account, department_id"));
            sql.push(&changed.collect::<Vec<_>>().join(", "));
            call("corp_departments.put", self.execute(sql)).await?;
        }
        Ok(())
    }

    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: DirectorySyncId,
        max: u32,
    ) -> Result<Vec<Department>, StoreError> {
        let text = format!(
            "SELECT {} FROM corp_departments{} WHERE account = ? AND present = ? AND listed_by < ? \
             ORDER BY listed_by LIMIT ?{}",
            DEPARTMENT_COLUMNS.join(", "),
            self.dialect.using_index("ix_corp_departments_listed"),
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(account).with(true).with(sync.uuid()).with(max);
        let rows = call("corp_departments.unlisted_for_update", self.all(DEPARTMENTS, sql)).await?;
        rows.iter().map(to_department).collect()
    }
}
