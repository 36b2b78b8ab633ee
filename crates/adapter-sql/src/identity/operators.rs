//! Stored operators.

use async_trait::async_trait;
use domain::identity::{Operator, Role, Username};
use domain::ids::OperatorId;
use ports::StoreError;
use ports::identity::OperatorStore;

use crate::sql::{Row, Sql, Table, execute, one};
use crate::store::SqlStore;
use crate::telemetry::call;

pub(super) const OPERATORS: Table = Table {
    name: "operators",
    key: "id",
};
pub(super) const COLUMNS: &str = "id, username, password_hash, role, created_at";

#[async_trait]
impl OperatorStore for SqlStore {
    async fn find_by_username(&self, username: &Username) -> Result<Option<Operator>, StoreError> {
        let sql = self.select_operators(" WHERE username = ?").with(username.as_str());
        call("operators.find_by_username", self.find_operator(sql)).await
    }

    async fn find(&self, id: OperatorId) -> Result<Option<Operator>, StoreError> {
        let sql = self.select_operators(" WHERE id = ?").with(id.uuid());
        call("operators.find", self.find_operator(sql)).await
    }

    async fn add(&self, operator: &Operator) -> Result<(), StoreError> {
        let mut sql = Sql::new(self.dialect(), format!("INSERT INTO operators ({COLUMNS}) VALUES "));
        sql.rows(1, 5)
            .bind(operator.id.uuid())
            .bind(operator.username.as_str())
            .bind(operator.password_hash.as_str())
            .bind(operator.role.name())
            .bind(operator.created_at);
        call("operators.add", execute(self.writer(), sql)).await.map(drop)
    }

    async fn is_empty(&self) -> Result<bool, StoreError> {
        let sql = self.select_operators(" LIMIT 1");
        Ok(call("operators.is_empty", one(self.reader(), OPERATORS, sql))
            .await?
            .is_none())
    }
}

impl SqlStore {
    fn select_operators(&self, rest: &str) -> Sql {
        Sql::new(self.dialect(), format!("SELECT {COLUMNS} FROM operators{rest}"))
    }

    async fn find_operator(&self, sql: Sql) -> Result<Option<Operator>, StoreError> {
        let row = one(self.reader(), OPERATORS, sql).await?;
        row.as_ref().map(to_domain).transpose()
    }
}

pub(super) fn to_domain(row: &Row) -> Result<Operator, StoreError> {
    Ok(Operator {
        id: OperatorId::from_uuid(row.id("id")?),
        username: row.parsed("username", |name| Username::new(name).ok())?,
        password_hash: row.text("password_hash")?,
        role: row.parsed("role", Role::from_name)?,
        created_at: row.time("created_at")?,
    })
}
