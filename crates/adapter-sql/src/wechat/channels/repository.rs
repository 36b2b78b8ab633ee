//! Channels inside a transaction.

use async_trait::async_trait;
use domain::ids::ChannelId;
use domain::wechat::{Channel, SceneCode};
use ports::StoreError;
use ports::log::EventLog;
use ports::wechat::{ChannelRepository, ChannelsStore, ChannelsTransaction};

use super::codes::insert_code;
use super::rows::{CHANNELS, COLUMNS, WIDTH, bind, to_channel};
use crate::store::SqlStore;
use crate::telemetry::call;
use crate::transaction::SqlTransaction;

#[async_trait]
impl ChannelsStore for SqlStore {
    async fn begin(&self) -> Result<Box<dyn ChannelsTransaction>, StoreError> {
        Ok(Box::new(call("channels.begin", self.begin_transaction()).await?))
    }
}

#[async_trait]
impl ChannelsTransaction for SqlTransaction {
    fn channels(&mut self) -> &mut dyn ChannelRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        call("channels.commit", self.commit_all()).await
    }
}

#[async_trait]
impl ChannelRepository for SqlTransaction {
    async fn find_for_update(&mut self, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM channels WHERE id = ?{}",
            self.dialect.for_update()
        );
        let sql = self.sql(text).with(id.uuid());
        let row = call("channels.find_for_update", self.one(CHANNELS, sql)).await?;
        row.as_ref().map(to_channel).transpose()
    }

    async fn add(&mut self, channel: &Channel) -> Result<(), StoreError> {
        let mut sql = self.sql(format!("INSERT INTO channels ({COLUMNS}) VALUES "));
        sql.rows(1, WIDTH);
        bind(&mut sql, channel);
        call("channels.add", self.execute(sql)).await.map(drop)
    }

    async fn save(&mut self, channel: &Channel, expected_version: u64) -> Result<(), StoreError> {
        let stored = channel.stored();
        let sql = self
            .sql(
                "UPDATE channels SET name = ?, note = ?, event_id = ?, updated_at = ?, deleted_at = ?, version = ? \
                 WHERE id = ? AND version = ?",
            )
            .with(stored.draft.name.as_str())
            .with(stored.draft.note.as_str())
            .with(stored.draft.event.map(domain::ids::EventId::uuid))
            .with(stored.updated_at)
            .with(stored.deleted_at)
            .with(stored.version)
            .with(stored.id.uuid())
            .with(expected_version);
        match call("channels.save", self.execute(sql)).await? {
            1 => Ok(()),
            _ => Err(self.fail(StoreError::VersionConflict)),
        }
    }

    async fn add_code(&mut self, code: &SceneCode) -> Result<(), StoreError> {
        let sql = insert_code(self.dialect, code);
        call("channels.add_code", self.execute(sql)).await.map(drop)
    }
}
