//! Reading tags and runs.

use domain::ids::TagRunId;
use domain::wechat::followers::TagRun;
use ports::wechat::followers::{KnownTag, TagRunMember};
use ports::{Page, PageQuery, StoreError};

use super::tag_rows::{MEMBER_COLUMNS, MEMBERS, RUN_COLUMNS, RUNS, TAGS, to_member, to_run, to_tag};
use crate::sql::{Conditions, Direction, List, Sql, all, one};
use crate::store::SqlStore;

impl SqlStore {
    pub(super) async fn tags_of(&self, account: &str) -> Result<Vec<KnownTag>, StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "SELECT tag_id, name, followers, read_at FROM wechat_tags WHERE account = ? ORDER BY tag_id",
        )
        .with(account);
        let rows = all(self.reader(), TAGS, sql).await?;
        rows.iter().map(to_tag).collect()
    }

    pub(super) async fn find_run(&self, id: TagRunId) -> Result<Option<TagRun>, StoreError> {
        let text = format!("SELECT {RUN_COLUMNS} FROM tag_runs WHERE id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = one(self.reader(), RUNS, sql).await?;
        row.as_ref().map(to_run).transpose()
    }

    pub(super) async fn list_members(
        &self,
        id: TagRunId,
        outcome: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<TagRunMember>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("run_id = ?", id.uuid())
            .and_if("state = ?", outcome);
        let list = List {
            table: MEMBERS,
            columns: MEMBER_COLUMNS,
            order: "id",
            direction: Direction::Ascending,
            index: Some(outcome.map_or("ix_tag_run_members_run", |_| "ix_tag_run_members_state")),
            conditions,
        };
        list.page(self.reader(), page, to_member, |member| member.id).await
    }
}
