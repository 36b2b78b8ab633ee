//! Rows of channels and what they mean.

use domain::ids::{ChannelId, EventId};
use domain::wechat::{Channel, ChannelDraft, StoredChannel};
use ports::StoreError;

use crate::sql::{Row, Sql, Table};

pub(super) const CHANNELS: Table = Table {
    name: "channels",
    key: "id",
};

pub(super) const COLUMNS: &str = "id, account, name, note, event_id, created_at, updated_at, deleted_at, version";
pub(super) const WIDTH: usize = 9;

/// Binds a row of [`COLUMNS`].
pub(super) fn bind(sql: &mut Sql, channel: &Channel) {
    let stored = channel.stored();
    sql.bind(stored.id.uuid())
        .bind(stored.account.as_str())
        .bind(stored.draft.name.as_str())
        .bind(stored.draft.note.as_str())
        .bind(stored.draft.event.map(EventId::uuid))
        .bind(stored.created_at)
        .bind(stored.updated_at)
        .bind(stored.deleted_at)
        .bind(stored.version);
}

pub(super) fn to_channel(row: &Row) -> Result<Channel, StoreError> {
    Ok(Channel::restore(StoredChannel {
        id: ChannelId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        draft: ChannelDraft {
            name: row.text("name")?,
            note: row.text("note")?,
            event: row.id_or_null("event_id")?.map(EventId::from_uuid),
        },
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        deleted_at: row.time_or_null("deleted_at")?,
        version: row.number("version")?,
    }))
}
