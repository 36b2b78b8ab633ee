//! Operators with the members they are.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::identity::{Operator, WecomLink, WecomUser};
use domain::ids::OperatorId;
use ports::identity::{
    OperatorReads, OperatorStore as _, OperatorView, WecomLinkRepository, WecomLinksStore, WecomLinksTransaction,
};
use ports::log::EventLog;
use ports::{Page, PageQuery, StoreError};
use uuid::Uuid;

use super::operators::{COLUMNS as OPERATOR_COLUMNS, OPERATORS, to_domain as to_operator};
use crate::sql::{Conditions, Direction, List, Row, Sql, Table, all, asked, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const LINKS: Table = Table {
    name: "operator_wecom_links",
    key: "operator_id",
};
const COLUMNS: &str = "operator_id, account, user_id, changed_at, version";

#[async_trait]
impl OperatorReads for SqlStore {
    async fn list(&self, page: PageQuery) -> Result<Page<OperatorView>, StoreError> {
        let list = List {
            table: OPERATORS,
            columns: OPERATOR_COLUMNS,
            order: "id",
            direction: Direction::Ascending,
            index: None,
            conditions: Conditions::none(self.dialect()),
        };
        let operators = list.page(self.reader(), page, to_operator, |operator| operator.id.uuid());
        let operators = call("operator_reads.list", operators).await?;
        let ids: Vec<_> = operators.items.iter().map(|operator| operator.id.uuid()).collect();
        let mut links = self.links_of(&ids).await?;
        Ok(operators.map(|operator| OperatorView {
            link: links.remove(&operator.id.uuid()),
            operator,
        }))
    }

    async fn view(&self, id: OperatorId) -> Result<Option<OperatorView>, StoreError> {
        let Some(operator) = self.find(id).await? else {
            return Ok(None);
        };
        let mut links = self.links_of(&[id.uuid()]).await?;
        Ok(Some(OperatorView {
            link: links.remove(&id.uuid()),
            operator,
        }))
    }

    async fn find_by_wecom(&self, user: &WecomUser) -> Result<Option<Operator>, StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "SELECT operator_id FROM operator_wecom_links WHERE user_id = ? AND account = ?",
        )
        .with(user.user_id())
        .with(user.account());
        let row = call("operator_reads.find_by_wecom", one(self.reader(), LINKS, sql)).await?;
        match row {
            Some(row) => self.find(OperatorId::from_uuid(row.id("operator_id")?)).await,
            None => Ok(None),
        }
    }
}

impl SqlStore {
    async fn links_of(&self, operators: &[Uuid]) -> Result<HashMap<Uuid, WecomLink>, StoreError> {
        let mut links = HashMap::with_capacity(operators.len());
        for ids in asked(operators) {
            let text = format!("SELECT {COLUMNS} FROM operator_wecom_links WHERE operator_id IN (");
            let mut sql = Sql::new(self.dialect(), text);
            sql.marks(ids.len()).push(")");
            for id in ids {
                sql.bind(*id);
            }
            for row in &call("operator_reads.links", all(self.reader(), LINKS, sql)).await? {
                let link = to_link(row)?;
                links.insert(link.operator.uuid(), link);
            }
        }
        Ok(links)
    }
}

#[async_trait]
impl WecomLinksStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn WecomLinksTransaction>, StoreError> {
        Ok(Box::new(call("wecom_links.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl WecomLinksTransaction for SqlTransaction {
    fn links(&mut self) -> &mut dyn WecomLinkRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("wecom_links.commit", self.commit_all()).await
    }
}

#[async_trait]
impl WecomLinkRepository for SqlTransaction {
    async fn find_for_update(&mut self, operator: OperatorId) -> Result<Option<WecomLink>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM operator_wecom_links WHERE operator_id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(operator.uuid());
        let row = call("wecom_links.find_for_update", self.one(LINKS, sql)).await?;
        row.as_ref().map(to_link).transpose()
    }

    async fn holder(&mut self, user: &WecomUser) -> Result<Option<OperatorId>, StoreError> {
        let sql = self
            .sql("SELECT operator_id FROM operator_wecom_links WHERE user_id = ? AND account = ?")
            .with(user.user_id())
            .with(user.account());
        let row = call("wecom_links.holder", self.one(LINKS, sql)).await?;
        row.map(|row| row.id("operator_id").map(OperatorId::from_uuid))
            .transpose()
    }

    async fn save(&mut self, link: &WecomLink, expected_version: Option<u64>) -> Result<(), StoreError> {
        let user = link.user.as_ref();
        let Some(expected) = expected_version else {
            let mut sql = self.sql(format!("INSERT INTO operator_wecom_links ({COLUMNS}) VALUES "));
            sql.rows(1, 5)
                .bind(link.operator.uuid())
                .bind(user.map(WecomUser::account))
                .bind(user.map(WecomUser::user_id))
                .bind(link.changed_at)
                .bind(link.version);
            return call("wecom_links.add", self.execute(sql)).await.map(drop);
        };
        let sql = self
            .sql(
                "UPDATE operator_wecom_links SET account = ?, user_id = ?, changed_at = ?, version = ? \
                 WHERE operator_id = ? AND version = ?",
            )
            .with(user.map(WecomUser::account))
            .with(user.map(WecomUser::user_id))
            .with(link.changed_at)
            .with(link.version)
            .with(link.operator.uuid())
            .with(expected);
        match call("wecom_links.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}

fn to_link(row: &Row) -> Result<WecomLink, StoreError> {
    let user = match (row.text_or_null("account")?, row.text_or_null("user_id")?) {
        (Some(account), Some(user_id)) => Some(WecomUser::new(&account, &user_id).map_err(|_| row.corrupt("user_id"))?),
        _ => None,
    };
    Ok(WecomLink {
        operator: OperatorId::from_uuid(row.id("operator_id")?),
        user,
        changed_at: row.time("changed_at")?,
        version: row.number("version")?,
    })
}
