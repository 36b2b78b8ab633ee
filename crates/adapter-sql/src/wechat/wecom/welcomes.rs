//! Welcome messages inside a transaction.

use async_trait::async_trait;
use domain::ids::{MessageId, WelcomeMessageId};
use domain::wechat::wecom::contacts::{WelcomeAttempt, WelcomeEnd, WelcomeSetting};
use ports::StoreError;
use ports::wechat::wecom::WelcomeRepository;

use super::welcome_json::{content_from_json, content_to_json};
use crate::sql::{Row, Sql, Table};
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

pub(super) const SETTINGS: Table = Table {
    name: "welcome_messages",
    key: "id",
};
const ATTEMPTS: Table = Table {
    name: "welcome_attempts",
    key: "id",
};

pub(super) const SETTING_COLUMNS: &str = "enabled, content, updated_at, version, account, id";
const ATTEMPT_COLUMNS: &str = "calls, in_doubt, code, ended_as, updated_at, id, account, created_at";

#[async_trait]
impl WelcomeRepository for SqlTransaction {
    async fn setting_for_update(&mut self, account: &str) -> Result<Option<WelcomeSetting>, StoreError> {
        let text = format!(
            "SELECT {SETTING_COLUMNS} FROM welcome_messages WHERE account = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(account);
        let row = call("welcome_messages.find_for_update", self.one(SETTINGS, sql)).await?;
        row.as_ref().map(to_setting).transpose()
    }

    async fn save_setting(
        &mut self,
        setting: &WelcomeSetting,
        expected_version: Option<u64>,
    ) -> Result<(), StoreError> {
        let content = content_to_json(&setting.welcome)?;
        let Some(expected_version) = expected_version else {
            let mut sql = self.sql(format!("INSERT INTO welcome_messages ({SETTING_COLUMNS}) VALUES "));
            sql.rows(1, 6)
                .bind(setting.welcome.enabled)
                .bind(content)
                .bind(setting.updated_at)
                .bind(setting.version)
                .bind(setting.account.as_str())
                .bind(setting.id.uuid());
            return call("welcome_messages.add", self.execute(sql)).await.map(drop);
        };
        let text = "UPDATE welcome_messages SET enabled = ?, content = ?, updated_at = ?, version = ? \
             WHERE account = ? AND version = ?";
        let sql = self
            .sql(text)
            .with(setting.welcome.enabled)
            .with(content)
            .with(setting.updated_at)
            .with(setting.version)
            .with(setting.account.as_str())
            .with(expected_version);
        match call("welcome_messages.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }

    async fn attempt_for_update(&mut self, id: MessageId) -> Result<Option<WelcomeAttempt>, StoreError> {
        let text = format!(
            "SELECT {ATTEMPT_COLUMNS} FROM welcome_attempts WHERE id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid());
        let row = call("welcome_attempts.find_for_update", self.one(ATTEMPTS, sql)).await?;
        row.as_ref().map(to_attempt).transpose()
    }

    async fn add_attempt(&mut self, attempt: &WelcomeAttempt) -> Result<(), StoreError> {
        let mut sql = self.sql(format!("INSERT INTO welcome_attempts ({ATTEMPT_COLUMNS}) VALUES "));
        sql.rows(1, 8);
        bind_changeable(&mut sql, attempt);
        sql.bind(attempt.id.uuid())
            .bind(attempt.account.as_str())
            .bind(attempt.created_at);
        call("welcome_attempts.add", self.execute(sql)).await.map(drop)
    }

    async fn save_attempt(&mut self, attempt: &WelcomeAttempt) -> Result<(), StoreError> {
        let text = "UPDATE welcome_attempts SET calls = ?, in_doubt = ?, code = ?, ended_as = ?, updated_at = ? \
             WHERE id = ?";
        let mut sql = self.sql(text);
        bind_changeable(&mut sql, attempt);
        sql.bind(attempt.id.uuid());
        call("welcome_attempts.save", self.execute(sql)).await?;
        let Some(end) = attempt.end else {
            return Ok(());
        };
        let mut sql = self.sql("INSERT INTO welcome_counts (account, ended_as, counted) VALUES (?, ?, 1)");
        sql.push(&self.dialect.on_conflict("account, ended_as"));
        sql.push("counted = welcome_counts.counted + 1")
            .bind(attempt.account.as_str())
            .bind(end.name());
        call("welcome_counts.count", self.execute(sql)).await.map(drop)
    }
}

fn bind_changeable(sql: &mut Sql, attempt: &WelcomeAttempt) {
    sql.bind(attempt.calls)
        .bind(attempt.in_doubt)
        .bind(attempt.code)
        .bind(attempt.end.map(WelcomeEnd::name))
        .bind(attempt.updated_at);
}

pub(super) fn to_setting(row: &Row) -> Result<WelcomeSetting, StoreError> {
    let enabled = row.flag("enabled")?;
    Ok(WelcomeSetting {
        id: WelcomeMessageId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        welcome: row.parsed("content", |text| content_from_json(enabled, text))?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    })
}

fn to_attempt(row: &Row) -> Result<WelcomeAttempt, StoreError> {
    Ok(WelcomeAttempt {
        id: MessageId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        calls: row.number("calls")?,
        in_doubt: row.flag("in_doubt")?,
        code: row.number_or_null("code")?,
        end: row.parsed_or_null("ended_as", WelcomeEnd::from_name)?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
    })
}
