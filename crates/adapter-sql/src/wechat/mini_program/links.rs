//! Links that open the Mini Program.

use async_trait::async_trait;
use domain::ids::MiniProgramLinkId;
use domain::wechat::mini_program::{EnvVersion, LinkKind, MiniProgramLink};
use ports::log::EventLog;
use ports::wechat::mini_program::{LinkFilter, LinkReads, LinkRepository, LinksStore, LinksTransaction};
use ports::{Page, PageQuery, StoreError};

use crate::sql::{Conditions, Direction, List, Row, Sql, Table, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const LINKS: Table = Table {
    name: "mini_program_links",
    key: "id",
};
const COLUMNS: &str = "id, account, kind, page, query, env_version, url, expires_at, created_at";

#[async_trait]
impl LinksStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn LinksTransaction>, StoreError> {
        Ok(Box::new(
            call("mini_program_links.begin", self.begin_transaction()).await?,
        ))
    }
}

#[async_trait]
impl LinksTransaction for SqlTransaction {
    fn links(&mut self) -> &mut dyn LinkRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("mini_program_links.commit", self.commit_all()).await
    }
}

#[async_trait]
impl LinkRepository for SqlTransaction {
    async fn add(&mut self, link: &MiniProgramLink) -> Result<(), StoreError> {
        let mut sql = self.sql(format!("INSERT INTO mini_program_links ({COLUMNS}) VALUES "));
        sql.rows(1, 9)
            .bind(link.id.uuid())
            .bind(link.account.as_str())
            .bind(link.kind.name())
            .bind(link.page.as_str())
            .bind(link.query.as_str())
            .bind(link.version.name())
            .bind(link.url.as_str())
            .bind(link.expires_at)
            .bind(link.created_at);
        call("mini_program_links.add", self.execute(sql)).await.map(drop)
    }
}

#[async_trait]
impl LinkReads for SqlStore {
    async fn find(&self, account: &str, id: MiniProgramLinkId) -> Result<Option<MiniProgramLink>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM mini_program_links WHERE id = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid()).with(account);
        let row = call("mini_program_links.find", one(self.reader(), LINKS, sql)).await?;
        row.as_ref().map(to_link).transpose()
    }

    async fn list(
        &self,
        account: &str,
        filter: LinkFilter,
        page: PageQuery,
    ) -> Result<Page<MiniProgramLink>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("account = ?", account)
            .and_if("kind = ?", filter.kind.map(LinkKind::name));
        let list = List {
            table: LINKS,
            columns: COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(match filter.kind {
                Some(_) => "ix_mini_program_links_kind",
                None => "ix_mini_program_links_account",
            }),
            conditions,
        };
        let links = list.page(self.reader(), page, to_link, |link| link.id.uuid());
        call("mini_program_links.list", links).await
    }
}

fn to_link(row: &Row) -> Result<MiniProgramLink, StoreError> {
    Ok(MiniProgramLink {
        id: MiniProgramLinkId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        kind: row.parsed("kind", LinkKind::from_name)?,
        page: row.text("page")?,
        query: row.text("query")?,
        version: row.parsed("env_version", EnvVersion::from_name)?,
        url: row.text("url")?,
        expires_at: row.time("expires_at")?,
        created_at: row.time("created_at")?,
    })
}
