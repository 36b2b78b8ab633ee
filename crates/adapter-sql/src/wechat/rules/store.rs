//! Stored reply rules.

use async_trait::async_trait;
use domain::ids::ReplyRuleId;
use domain::wechat::rules::ReplyRule;
use ports::StoreError;
use ports::log::EventLog;
use ports::wechat::rules::{RuleBookView, RuleCounts, RuleReads, RuleRepository, RulesStore, RulesTransaction};

use super::rows::{CHANGEABLE, COLUMNS, RULES, bind_changeable, to_domain};
use crate::sql::{Sql, Table, all, one};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

const BOOKS: Table = Table {
    name: "wechat_rule_books",
    key: "account",
};

#[async_trait]
impl RulesStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn RulesTransaction>, StoreError> {
        Ok(Box::new(call("rules.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl RulesTransaction for SqlTransaction {
    fn rules(&mut self) -> &mut dyn RuleRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("rules.commit", self.commit_all()).await
    }
}

#[async_trait]
impl RuleRepository for SqlTransaction {
    async fn turn_over(&mut self, account: &str) -> Result<(), StoreError> {
        // The row stays locked until the transaction ends, also where it was inserted just now.
        let text = format!(
            "INSERT INTO wechat_rule_books (account, revision) VALUES (?, 1){}revision = wechat_rule_books.revision + 1",
            self.dialect.on_conflict("account")
        );
        let sql = self.sql(text).with(account);
        call("rules.turn_over", self.execute(sql)).await.map(drop)
    }

    async fn counts(&mut self, account: &str) -> Result<RuleCounts, StoreError> {
        let text = "SELECT COUNT(*) AS rules, COUNT(CASE WHEN trigger_name = 'textPattern' THEN 1 END) AS patterns \
                    FROM wechat_reply_rules WHERE account = ?";
        let sql = self.sql(text).with(account);
        match call("rules.counts", self.one(RULES, sql)).await? {
            Some(row) => Ok(RuleCounts {
                rules: row.number("rules")?,
                patterns: row.number("patterns")?,
            }),
            None => Ok(RuleCounts::default()),
        }
    }

    async fn find(&mut self, account: &str, id: ReplyRuleId) -> Result<Option<ReplyRule>, StoreError> {
        let sql = select_one(self.sql(""), account, id);
        let row = call("rules.find", self.one(RULES, sql)).await?;
        row.as_ref().map(to_domain).transpose()
    }

    async fn add(&mut self, rule: &ReplyRule) -> Result<(), StoreError> {
        let stored = rule.stored();
        let mut sql = self.sql(format!(
            "INSERT INTO wechat_reply_rules ({}, id, account, created_at, version) VALUES ",
            CHANGEABLE.join(", ")
        ));
        sql.rows(1, CHANGEABLE.len() + 4);
        bind_changeable(&mut sql, stored)?;
        sql.bind(stored.id.uuid())
            .bind(stored.account.as_str())
            .bind(stored.created_at)
            .bind(stored.version);
        call("rules.add", self.execute(sql)).await.map(drop)
    }

    async fn save(&mut self, rule: &ReplyRule, expected_version: u64) -> Result<(), StoreError> {
        let stored = rule.stored();
        let mut sql = self.sql(format!(
            "UPDATE wechat_reply_rules SET {} = ?, version = ?",
            CHANGEABLE.join(" = ?, ")
        ));
        bind_changeable(&mut sql, stored)?;
        sql.bind(stored.version)
            .push(" WHERE id = ? AND version = ?")
            .bind(stored.id.uuid())
            .bind(expected_version);
        match call("rules.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }

    async fn remove(&mut self, id: ReplyRuleId, expected_version: u64) -> Result<(), StoreError> {
        let sql = self
            .sql("DELETE FROM wechat_reply_rules WHERE id = ? AND version = ?")
            .with(id.uuid())
            .with(expected_version);
        match call("rules.remove", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }
}

#[async_trait]
impl RuleReads for SqlStore {
    async fn find(&self, account: &str, id: ReplyRuleId) -> Result<Option<ReplyRule>, StoreError> {
        let sql = select_one(Sql::new(self.dialect(), ""), account, id);
        let row = call("rule_reads.find", one(self.reader(), RULES, sql)).await?;
        row.as_ref().map(to_domain).transpose()
    }

    async fn revision(&self, account: &str) -> Result<u64, StoreError> {
        let text = "SELECT revision FROM wechat_rule_books WHERE account = ?";
        let sql = Sql::new(self.dialect(), text).with(account);
        match call("rule_reads.revision", one(self.reader(), BOOKS, sql)).await? {
            Some(row) => row.number("revision"),
            None => Ok(0),
        }
    }

    async fn book(&self, account: &str) -> Result<RuleBookView, StoreError> {
        // The revision first: rules that change in between are of a later one, and are read again.
        let revision = self.revision(account).await?;
        let text = format!("SELECT {COLUMNS} FROM wechat_reply_rules WHERE account = ? ORDER BY id");
        let sql = Sql::new(self.dialect(), text).with(account);
        let rows = call("rule_reads.book", all(self.reader(), RULES, sql)).await?;
        let rules = rows.iter().map(to_domain).collect::<Result<_, _>>()?;
        Ok(RuleBookView { revision, rules })
    }
}

fn select_one(mut sql: Sql, account: &str, id: ReplyRuleId) -> Sql {
    sql.push(&format!(
        "SELECT {COLUMNS} FROM wechat_reply_rules WHERE id = ? AND account = ?"
    ));
    sql.with(id.uuid()).with(account)
}
