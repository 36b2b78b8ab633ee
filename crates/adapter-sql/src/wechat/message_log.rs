//! The durable log of messages.

use async_trait::async_trait;
use domain::ids::MessageId;
use domain::time::Timestamp;
use ports::StoreError;
use ports::wechat::{Answer, MessageLog, NewAnswer, NewMessage, Recorded, RecordedMessage, StoredState};

use super::rows::{MESSAGES, RECORDED_COLUMNS, STATE_COLUMNS, to_recorded, to_state};
use crate::sql::{Claim, Sql, claim, execute, one, retrying};
use crate::store::SqlStore;
use crate::telemetry::call;

const STALE: Claim<'static> = Claim {
    table: MESSAGES,
    key: &["id"],
    due: "lease_until",
    due_at: "<",
    columns: RECORDED_COLUMNS,
    counts: None,
};

#[async_trait]
impl MessageLog for SqlStore {
    async fn record(&self, batch: &[NewMessage]) -> Result<Vec<Recorded>, StoreError> {
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        call("messages.record", retrying(|| self.record_messages(batch))).await
    }

    async fn answer(&self, batch: &[NewAnswer]) -> Result<Vec<Answer>, StoreError> {
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        call("messages.answer", retrying(|| self.answer_messages(batch))).await
    }

    async fn state(&self, id: MessageId) -> Result<Option<StoredState>, StoreError> {
        let text = format!("SELECT {STATE_COLUMNS} FROM wechat_messages WHERE id = ?");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = call("messages.state", one(self.reader(), MESSAGES, sql)).await?;
        row.as_ref().map(to_state).transpose()
    }

    async fn take_over_stale(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        max: u32,
    ) -> Result<Vec<RecordedMessage>, StoreError> {
        let claim = retrying(|| claim(self, &STALE, now, lease_until, max));
        let rows = call("messages.take_over_stale", claim).await?;
        rows.iter().map(to_recorded).collect()
    }

    async fn take_over(
        &self,
        id: MessageId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<RecordedMessage>, StoreError> {
        let take_over = retrying(|| self.take_over_one(id, now, lease_until));
        call("messages.take_over", take_over).await
    }
}

impl SqlStore {
    /// The changed row tells who was first; what it holds no other will change before the lease ends.
    async fn take_over_one(
        &self,
        id: MessageId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<RecordedMessage>, StoreError> {
        let sql = Sql::new(
            self.dialect(),
            "UPDATE wechat_messages SET lease_until = ? WHERE id = ? AND lease_until < ?",
        )
        .with(lease_until)
        .with(id.uuid())
        .with(now);
        if execute(self.writer(), sql).await? == 0 {
            return Ok(None);
        }
        let text = format!("SELECT {RECORDED_COLUMNS} FROM wechat_messages WHERE id = ? AND reply IS NULL");
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = one(self.writer(), MESSAGES, sql).await?;
        row.as_ref().map(to_recorded).transpose()
    }
}
