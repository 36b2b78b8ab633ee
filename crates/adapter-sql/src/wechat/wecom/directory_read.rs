//! Reading directories.

use async_trait::async_trait;
use domain::ids::{CorpMemberId, DirectorySyncId};
use domain::wechat::wecom::directory::{Department, Member, MemberState};
use domain::wechat::wecom::{CorpSync, CorpSyncKind, user_key};
use ports::wechat::wecom::{DirectoryReads, MemberFilter};
use ports::{Page, PageQuery, StoreError};

use super::member_rows::{COLUMNS, DEPARTMENT_COLUMNS, DEPARTMENTS, MEMBERS, to_department, to_member};
use crate::sql::{Conditions, Direction, List, Sql, all, one, total_unless_known};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl DirectoryReads for SqlStore {
    async fn member(&self, account: &str, user_id: &str) -> Result<Option<Member>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM corp_members WHERE user_key = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text).with(user_key(user_id)).with(account);
        let row = call("corp_members.find", one(self.reader(), MEMBERS, sql)).await?;
        row.as_ref().map(to_member).transpose()
    }

    async fn member_by_id(&self, id: CorpMemberId) -> Result<Option<Member>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM corp_members WHERE id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = call("corp_members.find_by_id", one(self.reader(), MEMBERS, sql)).await?;
        row.as_ref().map(to_member).transpose()
    }

    async fn members(&self, account: &str, filter: &MemberFilter, page: PageQuery) -> Result<Page<Member>, StoreError> {
        let members = async {
            match filter.department {
                Some(department) => self.members_of(account, department, filter, page).await,
                None => self.plain_members(account, filter, page).await,
            }
        };
        call("corp_members.list", members).await
    }

    async fn departments(&self, account: &str) -> Result<Vec<Department>, StoreError> {
        let text = format!(
            "SELECT {} FROM corp_departments WHERE account = ? AND present = ? ORDER BY department_id",
            DEPARTMENT_COLUMNS.join(", ")
        );
        let sql = Sql::new(self.dialect(), text).with(account).with(true);
        let rows = call("corp_departments.list", all(self.reader(), DEPARTMENTS, sql)).await?;
        rows.iter().map(to_department).collect()
    }

    async fn listed_after(
        &self,
        account: &str,
        sync: DirectorySyncId,
        last: Option<i64>,
    ) -> Result<Option<i64>, StoreError> {
        let text = "SELECT department_id FROM corp_departments WHERE account = ? AND department_id > ? \
             AND present = ? AND listed_by = ? ORDER BY department_id LIMIT 1";
        let sql = Sql::new(self.dialect(), text)
            .with(account)
            .with(last.unwrap_or(i64::MIN))
            .with(true)
            .with(sync.uuid());
        let row = call("corp_departments.listed_after", one(self.reader(), DEPARTMENTS, sql)).await?;
        row.map(|row| row.number("department_id")).transpose()
    }

    async fn sync(&self, account: &str, kind: CorpSyncKind) -> Result<Option<CorpSync>, StoreError> {
        call("corp_syncs.find", self.corp_sync(account, kind)).await
    }
}

impl SqlStore {
    async fn plain_members(
        &self,
        account: &str,
        filter: &MemberFilter,
        page: PageQuery,
    ) -> Result<Page<Member>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions.and_with("account = ?", account);
        narrow(&mut conditions, filter, "");
        let list = List {
            table: MEMBERS,
            columns: COLUMNS,
            order: "id",
            direction: Direction::Descending,
            // The beginning of a name may leave one row or all: there the optimizer knows better.
            index: match filter {
                MemberFilter { name: Some(_), .. } => None,
                MemberFilter { state: Some(_), .. } => Some("ix_corp_members_state"),
                _ => Some("ix_corp_members_account"),
            },
            conditions,
        };
        list.page(self.reader(), page, to_member, |member| member.stored().id.uuid())
            .await
    }

    /// Walks the index of the department, so that a small one costs what it has and not what the account has.
    async fn members_of(
        &self,
        account: &str,
        department: i64,
        filter: &MemberFilter,
        page: PageQuery,
    ) -> Result<Page<Member>, StoreError> {
        let source = format!(
            "corp_member_departments d{} {} corp_members m ON m.id = d.member_id",
            self.dialect().using_index("PRIMARY"),
            self.dialect().ordered_join()
        );
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("d.account = ?", account)
            .and_with("d.department_id = ?", department);
        narrow(&mut conditions, filter, "m.");
        let columns = COLUMNS.replace(", ", ", m.");
        let mut sql = Sql::new(self.dialect(), format!("SELECT m.{columns} FROM {source}"));
        let mut narrowed = conditions.clone();
        narrowed.and_if("d.member_id < ?", page.cursor());
        narrowed.write(&mut sql);
        sql.push(" ORDER BY d.member_id DESC LIMIT ? OFFSET ?")
            .bind(i64::from(page.size()) + 1)
            .bind(page.offset());
        let rows = all(self.reader(), MEMBERS, sql).await?;
        let total = total_unless_known(self.reader(), &source, &conditions, page, rows.len()).await?;
        let members = rows.iter().map(to_member).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::from_probe(members, page.size(), total, |member| {
            member.stored().id.uuid()
        }))
    }
}

fn narrow(conditions: &mut Conditions, filter: &MemberFilter, table: &str) {
    conditions.and_if(&format!("{table}state = ?"), filter.state.map(MemberState::name));
    if let Some(name) = filter.name.as_deref() {
        conditions
            .and_with(&format!("{table}name >= ?"), name)
            .and_with(&format!("{table}name < ?"), format!("{name}{}", char::MAX));
    }
}
