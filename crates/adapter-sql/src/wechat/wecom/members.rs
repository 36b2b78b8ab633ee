//! Members inside a transaction.

use async_trait::async_trait;
use domain::ids::{CorpMemberId, DirectorySyncId};
use domain::wechat::wecom::directory::Member;
use domain::wechat::wecom::user_key;
use ports::StoreError;
use ports::wechat::wecom::MemberRepository;

use super::member_rows::{CHANGEABLE, COLUMNS, MEMBERS, WIDTH, bind_changeable, bind_member, to_member};
use crate::sql::{asked, insert_parts};
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl MemberRepository for SqlTransaction {
    async fn find_for_update(&mut self, account: &str, user_ids: &[String]) -> Result<Vec<Member>, StoreError> {
        let keys: Vec<_> = user_ids.iter().map(|user_id| user_key(user_id)).collect();
        let mut found = Vec::with_capacity(keys.len());
        for keys in asked(&keys) {
            let mut sql = self.sql(format!(
                "SELECT {COLUMNS} FROM corp_members{} WHERE user_key IN (",
                self.dialect.using_index("uq_corp_members_user")
            ));
            sql.marks(keys.len()).push(") AND account = ? ORDER BY user_key");
            sql.push(self.dialect.for_update());
            for key in keys {
                sql.bind(key.as_str());
            }
            sql.bind(account);
            let rows = call("corp_members.find_for_update", self.all(MEMBERS, sql)).await?;
            for row in &rows {
                found.push(to_member(row)?);
            }
        }
        Ok(found)
    }

    async fn add(&mut self, members: &[Member]) -> Result<(), StoreError> {
        for part in insert_parts(members.len()) {
            let rows = &members[part];
            let mut sql = self.sql(format!("INSERT INTO corp_members ({COLUMNS}) VALUES "));
            sql.rows(rows.len(), WIDTH);
            for member in rows {
                bind_member(&mut sql, member)?;
            }
            call("corp_members.add", self.execute(sql)).await?;
        }
        self.add_departments_of(members).await
    }

    async fn save(&mut self, member: &Member, expected_version: u64) -> Result<(), StoreError> {
        let id = member.stored().id.uuid();
        let mut sql = self.sql(format!("UPDATE corp_members SET {} = ?", CHANGEABLE.join(" = ?, ")));
        bind_changeable(&mut sql, member)?;
        sql.push(" WHERE id = ? AND version = ?")
            .bind(id)
            .bind(expected_version);
        if call("corp_members.save", self.execute(sql)).await? != 1 {
            return Err(self.fail(StoreError::VersionConflict));
        }
        let sql = self
            .sql("DELETE FROM corp_member_departments WHERE member_id = ?")
            .with(id);
        call("corp_members.save_departments", self.execute(sql)).await?;
        self.add_departments_of(std::slice::from_ref(member)).await
    }

    async fn mark_listed(&mut self, members: &[CorpMemberId], sync: DirectorySyncId) -> Result<(), StoreError> {
        for ids in asked(members) {
            let mut sql = self
                .sql("UPDATE corp_members SET listed_by = ? WHERE id IN (")
                .with(sync.uuid());
            sql.marks(ids.len()).push(")");
            for id in ids {
                sql.bind(id.uuid());
            }
            call("corp_members.mark_listed", self.execute(sql)).await?;
        }
        Ok(())
    }

    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: DirectorySyncId,
        max: u32,
    ) -> Result<Vec<Member>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM corp_members{} WHERE account = ? AND present = ? AND listed_by < ? \
             ORDER BY listed_by LIMIT ?{}",
            self.dialect.using_index("ix_corp_members_listed"),
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(account).with(true).with(sync.uuid()).with(max);
        let rows = call("corp_members.unlisted_for_update", self.all(MEMBERS, sql)).await?;
        rows.iter().map(to_member).collect()
    }
}

impl SqlTransaction {
    async fn add_departments_of(&mut self, members: &[Member]) -> Result<(), StoreError> {
        let rows: Vec<_> = members
            .iter()
            .map(Member::stored)
            .flat_map(|stored| stored.departments.keys().map(move |department| (stored, *department)))
            .collect();
        for part in insert_parts(rows.len()) {
            let rows = &rows[part];
            let mut sql = self.sql("INSERT INTO corp_member_departments (account, department_id, member_id) VALUES ");
            sql.rows(rows.len(), 3);
            for (stored, department) in rows {
                sql.bind(stored.account.as_str())
                    .bind(*department)
                    .bind(stored.id.uuid());
            }
            call("corp_members.add_departments", self.execute(sql)).await?;
        }
        Ok(())
    }
}
