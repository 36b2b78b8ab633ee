//! Deleting what people wrote.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::wechat::Reply;
use ports::StoreError;
use ports::wechat::followers::PersonalData;
use uuid::Uuid;

use super::super::reply_json::reply_to_json;
use super::super::rows::MESSAGES;
use crate::sql::{Sql, all, asked, execute, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl PersonalData for SqlStore {
    async fn erase_messages(&self, person: &PersonRef, until: i64, max: u32) -> Result<u64, StoreError> {
        call("messages.erase", retrying(|| self.erase_some(person, until, max))).await
    }
}

impl SqlStore {
    async fn erase_some(&self, person: &PersonRef, until: i64, max: u32) -> Result<u64, StoreError> {
        let text = format!(
            "SELECT id FROM wechat_messages{} WHERE from_user = ? AND account = ? AND create_time <= ? \
             AND reply IS NOT NULL AND raw <> '' ORDER BY id LIMIT ?",
            self.dialect().using_index("ix_wechat_messages_from_user")
        );
        let sql = Sql::new(self.dialect(), text)
            .with(person.open_id.as_str())
            .with(person.account.as_str())
            .with(until)
            .with(max);
        let rows = all(self.writer(), MESSAGES, sql).await?;
        let ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<Uuid>, _>>()?;
        let silence = reply_to_json(&Reply::Silence)?;
        for ids in asked(&ids) {
            let mut sql = Sql::new(
                self.dialect(),
                "UPDATE wechat_messages SET content = NULL, raw = '', reply = ? WHERE id IN (",
            )
            .with(silence.as_str());
            sql.marks(ids.len()).push(")");
            for id in ids {
                sql.bind(*id);
            }
            execute(self.writer(), sql).await?;
        }
        Ok(ids.len() as u64)
    }
}
