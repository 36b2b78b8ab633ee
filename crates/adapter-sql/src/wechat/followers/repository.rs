//! Followers inside a transaction.

use async_trait::async_trait;
use domain::ids::{FollowerId, FollowerSyncId};
use domain::wechat::followers::Follower;
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::followers::{
    FollowerRepository, FollowersStore, FollowersTransaction, SyncRepository, TagRepository,
};

use super::rows::{
    CHANGEABLE, FOLLOWER_COLUMNS, FOLLOWER_TAGS, FOLLOWER_WIDTH, FOLLOWERS, Tags, bind_changeable, bind_follower,
    gather, select_tags, to_followers,
};
use crate::sql::{Sql, asked, insert_parts};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl FollowersStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn FollowersTransaction>, StoreError> {
        Ok(Box::new(call("followers.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl FollowersTransaction for SqlTransaction {
    fn followers(&mut self) -> &mut dyn FollowerRepository {
        self
    }

    fn syncs(&mut self) -> &mut dyn SyncRepository {
        self
    }

    fn tags(&mut self) -> &mut dyn TagRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("followers.commit", self.commit_all()).await
    }
}

#[async_trait]
impl FollowerRepository for SqlTransaction {
    async fn find_for_update(&mut self, account: &str, open_ids: &[String]) -> Result<Vec<Follower>, StoreError> {
        let mut found = Vec::with_capacity(open_ids.len());
        for open_ids in asked(open_ids) {
            let mut sql = self.sql(format!(
                "SELECT {FOLLOWER_COLUMNS} FROM followers{} WHERE open_id IN (",
                self.dialect.using_index("uq_followers_person")
            ));
            sql.marks(open_ids.len()).push(") AND account = ? ORDER BY open_id");
            sql.push(self.dialect.for_update());
            for open_id in open_ids {
                sql.bind(open_id.as_str());
            }
            sql.bind(account);
            found.extend(call("followers.find_for_update", self.followers_of(sql)).await?);
        }
        Ok(found)
    }

    async fn find_by_id_for_update(&mut self, id: FollowerId) -> Result<Option<Follower>, StoreError> {
        let text = format!(
            "SELECT {FOLLOWER_COLUMNS} FROM followers WHERE id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid());
        let found = call("followers.find_by_id_for_update", self.followers_of(sql)).await?;
        Ok(found.into_iter().next())
    }

    async fn add(&mut self, followers: &[Follower]) -> Result<(), StoreError> {
        for part in insert_parts(followers.len()) {
            let rows = &followers[part];
            let mut sql = self.sql(format!("INSERT INTO followers ({FOLLOWER_COLUMNS}) VALUES "));
            sql.rows(rows.len(), FOLLOWER_WIDTH);
            for follower in rows {
                bind_follower(&mut sql, follower.stored());
            }
            call("followers.add", self.execute(sql)).await?;
        }
        for follower in followers {
            self.add_tags_of(follower).await?;
        }
        Ok(())
    }

    async fn save(&mut self, follower: &Follower, expected_version: u64) -> Result<(), StoreError> {
        let stored = follower.stored();
        let mut sql = self.sql(format!("UPDATE followers SET {} = ?", CHANGEABLE.join(" = ?, ")));
        bind_changeable(&mut sql, stored);
        sql.push(" WHERE id = ? AND version = ?")
            .bind(stored.id.uuid())
            .bind(expected_version);
        if call("followers.save", self.execute(sql)).await? != 1 {
            return Err(self.fail(StoreError::VersionConflict));
        }
        let sql = self
            .sql("DELETE FROM follower_tags WHERE follower_id = ?")
            .with(stored.id.uuid());
        call("followers.save_tags", self.execute(sql)).await?;
        self.add_tags_of(follower).await
    }

    async fn mark_listed(&mut self, followers: &[FollowerId], sync: FollowerSyncId) -> Result<(), StoreError> {
        for ids in asked(followers) {
            let mut sql = self
                .sql("UPDATE followers SET listed_by = ? WHERE id IN (")
                .with(sync.uuid());
            sql.marks(ids.len()).push(")");
            for id in ids {
                sql.bind(id.uuid());
            }
            call("followers.mark_listed", self.execute(sql)).await?;
        }
        Ok(())
    }

    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: FollowerSyncId,
        max: u32,
    ) -> Result<Vec<Follower>, StoreError> {
        let text = format!(
            "SELECT {FOLLOWER_COLUMNS} FROM followers{} WHERE account = ? AND subscribed = ? AND listed_by < ? \
             ORDER BY listed_by LIMIT ?{}",
            self.dialect.using_index("ix_followers_listed"),
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(account).with(true).with(sync.uuid()).with(max);
        call("followers.unlisted_for_update", self.followers_of(sql)).await
    }

    async fn unblock_all(&mut self, account: &str) -> Result<(), StoreError> {
        let sql = self
            .sql("UPDATE followers SET blocked = ? WHERE account = ? AND blocked = ?")
            .with(false)
            .with(account)
            .with(true);
        call("followers.unblock_all", self.execute(sql)).await.map(drop)
    }
}

impl SqlTransaction {
    async fn followers_of(&mut self, sql: Sql) -> Result<Vec<Follower>, StoreError> {
        let rows = self.all(FOLLOWERS, sql).await?;
        let mut tags = Tags::new();
        for sql in select_tags(self.dialect, &rows)? {
            gather(&mut tags, &self.all(FOLLOWER_TAGS, sql).await?)?;
        }
        to_followers(&rows, &mut tags)
    }

    async fn add_tags_of(&mut self, follower: &Follower) -> Result<(), StoreError> {
        let stored = follower.stored();
        let tags: Vec<_> = stored.profile.tags.iter().copied().collect();
        for part in insert_parts(tags.len()) {
            let tags = &tags[part];
            let mut sql = self.sql("INSERT INTO follower_tags (follower_id, account, tag_id) VALUES ");
            sql.rows(tags.len(), 3);
            for tag in tags {
                sql.bind(stored.id.uuid())
                    .bind(stored.person.account.as_str())
                    .bind(*tag);
            }
            call("followers.add_tags", self.execute(sql)).await?;
        }
        Ok(())
    }
}
