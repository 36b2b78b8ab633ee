//! Rows of mass messages and what they mean.

use domain::ids::MassMessageId;
use domain::wechat::mass::{MassMessage, StoredMassMessage};
use ports::StoreError;

use super::json::{audience_from_json, audience_to_json, content_from_json, content_to_json};
use super::part_json::{failure_from_json, failure_to_json, parts_from_json, parts_to_json};
use crate::log::to_json;
use crate::sql::{Row, Sql, Table};

pub(super) const MESSAGES: Table = Table {
    name: "mass_messages",
    key: "id",
};

/// All that an update writes, in the order of [`bind_changeable`].
pub(super) const CHANGEABLE: [&str; 12] = [
    "state",
    "content",
    "audience",
    "parts",
    "gathered",
    "gathered_to",
    "failure",
    "withdrawn",
    "ordered_at",
    "cancelled_at",
    "updated_at",
    "version",
];

pub(super) const COLUMNS: &str = "id, account, created_at, state, content, audience, parts, gathered, gathered_to, \
     failure, withdrawn, ordered_at, cancelled_at, updated_at, version";
pub(super) const WIDTH: usize = 15;

/// Binds a row of [`COLUMNS`].
pub(super) fn bind(sql: &mut Sql, message: &MassMessage) -> Result<(), StoreError> {
    let stored = message.stored();
    sql.bind(stored.id.uuid())
        .bind(stored.account.as_str())
        .bind(stored.created_at);
    bind_changeable(sql, message)
}

/// Binds the values of [`CHANGEABLE`].
pub(super) fn bind_changeable(sql: &mut Sql, message: &MassMessage) -> Result<(), StoreError> {
    let stored = message.stored();
    let failure = stored.failure.as_ref().map(failure_to_json).transpose()?;
    sql.bind(message.state().name())
        .bind(content_to_json(&stored.content)?)
        .bind(audience_to_json(stored.audience)?)
        .bind(parts_to_json(&stored.parts)?)
        .bind(stored.gathered)
        .bind(stored.gathered_to)
        .bind(failure)
        .bind(to_json(&stored.withdrawn)?)
        .bind(stored.ordered_at)
        .bind(stored.cancelled_at)
        .bind(stored.updated_at)
        .bind(stored.version);
    Ok(())
}

pub(super) fn to_domain(row: &Row) -> Result<MassMessage, StoreError> {
    Ok(MassMessage::restore(StoredMassMessage {
        id: MassMessageId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        content: row.parsed("content", content_from_json)?,
        audience: row.parsed("audience", audience_from_json)?,
        parts: row.parsed("parts", parts_from_json)?,
        gathered: row.number("gathered")?,
        gathered_to: row.id_or_null("gathered_to")?,
        failure: row.parsed_or_null("failure", failure_from_json)?,
        withdrawn: row.json("withdrawn")?,
        ordered_at: row.time_or_null("ordered_at")?,
        cancelled_at: row.time_or_null("cancelled_at")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    }))
}
