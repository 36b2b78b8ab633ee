//! Reading channels and scene codes.

use async_trait::async_trait;
use domain::ids::{ChannelId, EventId, QrCodeId};
use domain::wechat::{Channel, SceneCode};
use ports::wechat::{ChannelReads, SceneCodeFilter, SceneCodeReads};
use ports::{Page, PageQuery, StoreError};

use super::codes::{self, CODES, to_code};
use super::rows::{self, CHANNELS, to_channel};
use crate::sql::{Conditions, Direction, List, Sql, Table, one};
use crate::store::SqlStore;
use crate::telemetry::call;

const COUNTED: Table = Table {
    name: "scene_codes",
    key: "counted",
};

#[async_trait]
impl ChannelReads for SqlStore {
    async fn find(&self, account: &str, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        let text = format!(
            "SELECT {} FROM channels WHERE id = ? AND account = ? AND deleted_at IS NULL",
            rows::COLUMNS
        );
        let sql = Sql::new(self.dialect(), text).with(id.uuid()).with(account);
        let row = call("channel_reads.find", one(self.reader(), CHANNELS, sql)).await?;
        row.as_ref().map(to_channel).transpose()
    }

    async fn list(&self, account: &str, page: PageQuery) -> Result<Page<Channel>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions.and_with("account = ?", account).and("deleted_at IS NULL");
        let list = List {
            table: CHANNELS,
            columns: rows::COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some("ix_channels_account"),
            conditions,
        };
        let channels = list.page(self.reader(), page, to_channel, |channel| channel.stored().id.uuid());
        call("channel_reads.list", channels).await
    }
}

#[async_trait]
impl SceneCodeReads for SqlStore {
    async fn find_code(&self, id: QrCodeId) -> Result<Option<SceneCode>, StoreError> {
        let text = format!("SELECT {} FROM scene_codes WHERE id = ?", codes::COLUMNS);
        let sql = Sql::new(self.dialect(), text).with(id.uuid());
        let row = call("scene_codes.find", one(self.reader(), CODES, sql)).await?;
        row.as_ref().map(to_code).transpose()
    }

    async fn list_codes(
        &self,
        account: &str,
        filter: SceneCodeFilter,
        page: PageQuery,
    ) -> Result<Page<SceneCode>, StoreError> {
        let target = filter.channel.map(ChannelId::uuid).or(filter.event.map(EventId::uuid));
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("account = ?", account)
            .and_if("target_id = ?", target);
        let list = List {
            table: CODES,
            columns: codes::COLUMNS,
            order: "id",
            direction: Direction::Descending,
            index: Some(if target.is_some() {
                "ix_scene_codes_target"
            } else {
                "ix_scene_codes_account"
            }),
            conditions,
        };
        let codes = list.page(self.reader(), page, to_code, |code| code.id.uuid());
        call("scene_codes.list", codes).await
    }

    async fn permanent_codes(&self, account: &str) -> Result<u64, StoreError> {
        let text = "SELECT COUNT(*) AS counted FROM scene_codes WHERE account = ? AND lifetime_seconds IS NULL";
        let sql = Sql::new(self.dialect(), text).with(account);
        let row = call("scene_codes.permanent", one(self.reader(), COUNTED, sql)).await?;
        row.map_or(Ok(0), |row| row.number("counted"))
    }
}
