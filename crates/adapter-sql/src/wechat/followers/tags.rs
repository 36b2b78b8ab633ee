//! Tags, and runs that give and take them, inside a transaction.

use async_trait::async_trait;
use domain::ids::TagRunId;
use domain::time::Timestamp;
use domain::wechat::followers::{MemberOutcome, TagAction, TagRun};
use ports::StoreError;
use ports::wechat::followers::{TagRepository, TagRunMember, WechatTag};
use uuid::Uuid;

use super::rows::FOLLOWERS;
use super::tag_rows::{RUN_COLUMNS, RUN_WIDTH, RUNS, bind_run, code, to_run};
use crate::sql::{asked, insert_parts};
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl TagRepository for SqlTransaction {
    async fn replace(&mut self, account: &str, tags: &[WechatTag], read_at: Timestamp) -> Result<(), StoreError> {
        let sql = self.sql("DELETE FROM wechat_tags WHERE account = ?").with(account);
        call("tags.replace", self.execute(sql)).await?;
        let mut sql = self.sql("DELETE FROM follower_tags WHERE account = ?").with(account);
        if !tags.is_empty() {
            sql.push(" AND tag_id NOT IN (").marks(tags.len()).push(")");
            for tag in tags {
                sql.bind(tag.id);
            }
        }
        call("tags.replace", self.execute(sql)).await?;
        for part in insert_parts(tags.len()) {
            self.insert_tags(account, &tags[part], read_at).await?;
        }
        Ok(())
    }

    async fn put(&mut self, account: &str, tag: &WechatTag, read_at: Timestamp) -> Result<(), StoreError> {
        let sql = self
            .sql("DELETE FROM wechat_tags WHERE account = ? AND tag_id = ?")
            .with(account)
            .with(tag.id);
        call("tags.put", self.execute(sql)).await?;
        self.insert_tags(account, std::slice::from_ref(tag), read_at).await
    }

    async fn remove(&mut self, account: &str, tag: i64) -> Result<(), StoreError> {
        for text in [
            "DELETE FROM wechat_tags WHERE account = ? AND tag_id = ?",
            "DELETE FROM follower_tags WHERE account = ? AND tag_id = ?",
        ] {
            let sql = self.sql(text).with(account).with(tag);
            call("tags.remove", self.execute(sql)).await?;
        }
        Ok(())
    }

    async fn mark(
        &mut self,
        account: &str,
        tag: i64,
        action: TagAction,
        open_ids: &[String],
    ) -> Result<(), StoreError> {
        let followers = self.followers_who_follow(account, open_ids).await?;
        match action {
            TagAction::Give => self.give(account, tag, &followers).await,
            TagAction::Take => self.take(tag, &followers).await,
        }
    }

    async fn add_run(&mut self, run: &TagRun, members: &[TagRunMember]) -> Result<(), StoreError> {
        let mut sql = self.sql(format!("INSERT INTO tag_runs ({RUN_COLUMNS}) VALUES "));
        sql.rows(1, RUN_WIDTH);
        bind_run(&mut sql, run);
        call("tags.add_run", self.execute(sql)).await?;
        for part in insert_parts(members.len()) {
            let rows = &members[part];
            let mut sql = self.sql("INSERT INTO tag_run_members (id, run_id, open_id, state, code) VALUES ");
            sql.rows(rows.len(), 5);
            for member in rows {
                sql.bind(member.id)
                    .bind(run.id.uuid())
                    .bind(member.open_id.as_str())
                    .bind(member.outcome.name())
                    .bind(code(member.outcome));
            }
            call("tags.add_run_members", self.execute(sql)).await?;
        }
        Ok(())
    }

    async fn run_for_update(&mut self, id: TagRunId) -> Result<Option<TagRun>, StoreError> {
        let text = format!(
            "SELECT {RUN_COLUMNS} FROM tag_runs WHERE id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid());
        let row = call("tags.run_for_update", self.one(RUNS, sql)).await?;
        row.as_ref().map(to_run).transpose()
    }

    async fn save_run(
        &mut self,
        run: &TagRun,
        expected_version: u64,
        outcomes: &[(Uuid, MemberOutcome)],
    ) -> Result<(), StoreError> {
        let sql = self
            .sql(
                "UPDATE tag_runs SET state = ?, done = ?, failed = ?, error = ?, updated_at = ?, finished_at = ?, \
                 version = ? WHERE id = ? AND version = ?",
            )
            .with(run.state.name())
            .with(run.done)
            .with(run.refused)
            .with(run.error.as_deref())
            .with(run.updated_at)
            .with(run.finished_at)
            .with(run.version)
            .with(run.id.uuid())
            .with(expected_version);
        if call("tags.save_run", self.execute(sql)).await? != 1 {
            return Err(self.fail(StoreError::VersionConflict));
        }
        for (id, outcome) in outcomes {
            let sql = self
                .sql("UPDATE tag_run_members SET state = ?, code = ? WHERE id = ?")
                .with(outcome.name())
                .with(code(*outcome))
                .with(*id);
            call("tags.save_run_member", self.execute(sql)).await?;
        }
        Ok(())
    }
}

impl SqlTransaction {
    async fn insert_tags(&mut self, account: &str, tags: &[WechatTag], read_at: Timestamp) -> Result<(), StoreError> {
        let mut sql = self.sql("INSERT INTO wechat_tags (account, tag_id, name, followers, read_at) VALUES ");
        sql.rows(tags.len(), 5);
        for tag in tags {
            sql.bind(account)
                .bind(tag.id)
                .bind(tag.name.as_str())
                .bind(tag.followers)
                .bind(read_at);
        }
        call("tags.insert", self.execute(sql)).await.map(drop)
    }

    async fn followers_who_follow(&mut self, account: &str, open_ids: &[String]) -> Result<Vec<Uuid>, StoreError> {
        let mut followers = Vec::with_capacity(open_ids.len());
        for open_ids in asked(open_ids) {
            let mut sql = self.sql("SELECT id FROM followers WHERE open_id IN (");
            sql.marks(open_ids.len()).push(") AND account = ? AND subscribed = ?");
            for open_id in open_ids {
                sql.bind(open_id.as_str());
            }
            sql.bind(account).bind(true);
            for row in call("tags.followers", self.all(FOLLOWERS, sql)).await? {
                followers.push(row.id("id")?);
            }
        }
        Ok(followers)
    }

    async fn give(&mut self, account: &str, tag: i64, followers: &[Uuid]) -> Result<(), StoreError> {
        for part in insert_parts(followers.len()) {
            let rows = &followers[part];
            let mut sql = self.sql("INSERT INTO follower_tags (follower_id, account, tag_id) VALUES ");
            sql.rows(rows.len(), 3);
            for follower in rows {
                sql.bind(*follower).bind(account).bind(tag);
            }
            sql.push(&self.dialect.on_conflict_nothing("follower_id, tag_id", "tag_id"));
            call("tags.give", self.execute(sql)).await?;
        }
        Ok(())
    }

    async fn take(&mut self, tag: i64, followers: &[Uuid]) -> Result<(), StoreError> {
        for ids in asked(followers) {
            let mut sql = self
                .sql("DELETE FROM follower_tags WHERE tag_id = ? AND follower_id IN (")
                .with(tag);
            sql.marks(ids.len()).push(")");
            for id in ids {
                sql.bind(*id);
            }
            call("tags.take", self.execute(sql)).await?;
        }
        Ok(())
    }
}
