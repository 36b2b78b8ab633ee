//! Reading followers.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::ids::{FollowerId, TagRunId};
use domain::wechat::followers::{Follower, FollowerSync, TagRun};
use ports::wechat::followers::{FollowerFilter, FollowerReads, KnownTag, TagRunMember};
use ports::{Page, PageQuery, StoreError};

use super::rows::{FOLLOWER_COLUMNS, FOLLOWERS, with_tags};
use crate::sql::{Conditions, Direction, List, Row, Sql, all, total_unless_known};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl FollowerReads for SqlStore {
    async fn find(&self, person: &PersonRef) -> Result<Option<Follower>, StoreError> {
        let text = format!("SELECT {FOLLOWER_COLUMNS} FROM followers WHERE open_id = ? AND account = ?");
        let sql = Sql::new(self.dialect(), text)
            .with(person.open_id.as_str())
            .with(person.account.as_str());
        call("follower_reads.find", self.one_follower(sql)).await
    }

    async fn find_by_id(&self, id: FollowerId) -> Result<Option<Follower>, StoreError> {
        let text = format!("SELECT {FOLLOWER_COLUMNS} FROM followers WHERE id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        call("follower_reads.find_by_id", self.one_follower(sql)).await
    }

    async fn list(
        &self,
        account: &str,
        filter: &FollowerFilter,
        page: PageQuery,
    ) -> Result<Page<Follower>, StoreError> {
        call("follower_reads.list", self.list_followers(account, filter, page)).await
    }

    async fn following_after(
        &self,
        account: &str,
        last: Option<FollowerId>,
        max: u32,
    ) -> Result<Vec<(FollowerId, String)>, StoreError> {
        let text = format!(
            "SELECT id, open_id FROM followers{} WHERE account = ? AND subscribed = ?",
            self.dialect().using_index("ix_followers_subscribed")
        );
        let mut sql = Sql::new(self.dialect(), text).with(account).with(true);
        if let Some(last) = last {
            sql.push(" AND id > ?").bind(last.uuid());
        }
        sql.push(" ORDER BY id LIMIT ?").bind(max);
        let rows = call("follower_reads.following_after", all(self.reader(), FOLLOWERS, sql)).await?;
        let read = |row: &Row| Ok((FollowerId::from_uuid(row.id("id")?), row.text("open_id")?));
        rows.iter().map(read).collect()
    }

    async fn sync(&self, account: &str) -> Result<Option<FollowerSync>, StoreError> {
        call("follower_reads.sync", self.sync_of(account)).await
    }

    async fn tags(&self, account: &str) -> Result<Vec<KnownTag>, StoreError> {
        call("follower_reads.tags", self.tags_of(account)).await
    }

    async fn tag_run(&self, id: TagRunId) -> Result<Option<TagRun>, StoreError> {
        call("follower_reads.tag_run", self.find_run(id)).await
    }

    async fn tag_run_members(
        &self,
        id: TagRunId,
        outcome: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<TagRunMember>, StoreError> {
        call("follower_reads.tag_run_members", self.list_members(id, outcome, page)).await
    }
}

impl SqlStore {
    async fn one_follower(&self, sql: Sql) -> Result<Option<Follower>, StoreError> {
        let rows = all(self.reader(), FOLLOWERS, sql).await?;
        Ok(with_tags(self.reader(), self.dialect(), &rows)
            .await?
            .into_iter()
            .next())
    }

    async fn list_followers(
        &self,
        account: &str,
        filter: &FollowerFilter,
        page: PageQuery,
    ) -> Result<Page<Follower>, StoreError> {
        let (rows, total) = match filter.tag {
            Some(tag) => self.probe_tagged(account, tag, filter, page).await?,
            None => self.probe_plain(account, filter, page).await?,
        };
        let followers = with_tags(self.reader(), self.dialect(), &rows).await?;
        Ok(Page::from_probe(followers, page.size(), total, |follower| {
            follower.stored().id.uuid()
        }))
    }

    async fn probe_plain(
        &self,
        account: &str,
        filter: &FollowerFilter,
        page: PageQuery,
    ) -> Result<(Vec<Row>, ports::Total), StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions.and_with("account = ?", account);
        narrow(&mut conditions, filter, "");
        let index = index_for(filter);
        let list = List {
            table: FOLLOWERS,
            columns: FOLLOWER_COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index,
            conditions,
        };
        let rows = list.probe(self.reader(), page).await?;
        let hint = index.map(|index| self.dialect().using_index(index)).unwrap_or_default();
        let source = format!("followers{hint}");
        let total = total_unless_known(self.reader(), &source, &list.conditions, page, rows.len()).await?;
        Ok((rows, total))
    }

    /// Walks the index of the tag, so that a rare tag costs what it has and not what the account has.
    async fn probe_tagged(
        &self,
        account: &str,
        tag: i64,
        filter: &FollowerFilter,
        page: PageQuery,
    ) -> Result<(Vec<Row>, ports::Total), StoreError> {
        let tagged = format!("follower_tags t{}", self.dialect().using_index("ix_follower_tags_tag"));
        let source = format!(
            "{tagged} {} followers f ON f.id = t.follower_id",
            self.dialect().ordered_join()
        );
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("t.account = ?", account)
            .and_with("t.tag_id = ?", tag);
        narrow(&mut conditions, filter, "f.");
        let columns = FOLLOWER_COLUMNS.replace(", ", ", f.");
        let mut sql = Sql::new(self.dialect(), format!("SELECT f.{columns} FROM {source}"));
        let mut narrowed = conditions.clone();
        narrowed.and_if("t.follower_id < ?", page.cursor());
        narrowed.write(&mut sql);
        sql.push(" ORDER BY t.follower_id DESC LIMIT ? OFFSET ?")
            .bind(i64::from(page.size()) + 1)
            .bind(page.offset());
        let rows = all(self.reader(), FOLLOWERS, sql).await?;
        // The tag's own index tells how many there are, unless something else of them matters.
        let only_tag = FollowerFilter {
            tag: filter.tag,
            ..FollowerFilter::default()
        };
        let counted = if *filter == only_tag { &tagged } else { &source };
        let total = total_unless_known(self.reader(), counted, &conditions, page, rows.len()).await?;
        Ok((rows, total))
    }
}

fn narrow(conditions: &mut Conditions, filter: &FollowerFilter, table: &str) {
    let column = |condition: &str| format!("{table}{condition}");
    conditions
        .and_if(&column("subscribed = ?"), filter.subscribed)
        .and_if(&column("blocked = ?"), filter.blocked)
        .and_if(&column("subscribe_scene = ?"), filter.subscribe_scene.as_deref())
        .and_if(&column("open_id = ?"), filter.open_id.as_deref())
        .and_if(&column("union_id = ?"), filter.union_id.as_deref());
    if let Some(remark) = filter.remark.as_deref() {
        conditions
            .and_with(&column("remark >= ?"), remark)
            .and_with(&column("remark < ?"), format!("{remark}{}", char::MAX));
    }
}

/// The index that leaves the fewest rows. The beginning of a remark may leave one row or all: there the optimizer knows
/// better.
const fn index_for(filter: &FollowerFilter) -> Option<&'static str> {
    match filter {
        FollowerFilter { open_id: Some(_), .. } => Some("uq_followers_person"),
        FollowerFilter { union_id: Some(_), .. } => Some("ix_followers_union"),
        FollowerFilter { remark: Some(_), .. } => None,
        FollowerFilter {
            subscribe_scene: Some(_),
            ..
        } => Some("ix_followers_scene"),
        FollowerFilter {
            blocked: Some(true), ..
        } => Some("ix_followers_blocked"),
        FollowerFilter {
            subscribed: Some(_), ..
        } => Some("ix_followers_subscribed"),
        FollowerFilter { blocked: Some(_), .. } => Some("ix_followers_blocked"),
        _ => Some("ix_followers_account"),
    }
}
