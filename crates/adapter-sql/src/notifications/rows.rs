//! Rows of deliveries and what they mean.

use domain::attendance::PersonRef;
use domain::ids::{AttendeeId, BroadcastId, DeliveryId, EventId};
use domain::notifications::{Delivery, DeliveryState, NoticeKind, SkipReason, StoredDelivery};
use ports::StoreError;

use super::json::{attempts_from_json, attempts_to_json, channel_from_json, channel_to_json};
use crate::dialect::Dialect;
use crate::sql::{Row, Sql, Table};

pub(super) const DELIVERIES: Table = Table {
    name: "deliveries",
    key: "id",
};

pub(super) const COLUMNS: &str = "id, cause, account, open_id, event_id, attendee_id, kind, channel, state, attempts, \
     provider_message_id, created_at, updated_at, version, broadcast_id, skip_reason";
const WIDTH: usize = 16;

/// Binds a row of [`COLUMNS`].
fn bind_delivery(sql: &mut Sql, delivery: &Delivery) -> Result<(), StoreError> {
    let stored = delivery.stored();
    sql.bind(stored.id.uuid())
        .bind(stored.cause.as_str())
        .bind(stored.person.account.as_str())
        .bind(stored.person.open_id.as_str())
        .bind(stored.event.map(EventId::uuid))
        .bind(stored.attendee.map(AttendeeId::uuid))
        .bind(stored.kind.name())
        .bind(channel_to_json(&stored.channel)?)
        .bind(stored.state.name())
        .bind(attempts_to_json(&stored.attempts)?)
        .bind(stored.provider_message_id.as_deref())
        .bind(stored.created_at)
        .bind(stored.updated_at)
        .bind(stored.version)
        .bind(stored.broadcast.map(BroadcastId::uuid))
        .bind(stored.skipped.map(SkipReason::name));
    Ok(())
}

/// Inserts rows, leaving those whose cause is known as they are.
pub(super) fn insert(dialect: Dialect, deliveries: &[&Delivery]) -> Result<Sql, StoreError> {
    let mut sql = insert_into(dialect, deliveries)?;
    sql.push(&dialect.on_conflict_nothing("cause", "cause"));
    Ok(sql)
}

/// Overwrites rows that are there, in one statement.
pub(super) fn overwrite(dialect: Dialect, deliveries: &[&Delivery]) -> Result<Sql, StoreError> {
    let mut sql = insert_into(dialect, deliveries)?;
    sql.push(&dialect.on_conflict("id"));
    let columns = [
        "channel",
        "state",
        "attempts",
        "provider_message_id",
        "updated_at",
        "version",
        "skip_reason",
    ];
    let sets: Vec<_> = columns
        .iter()
        .map(|column| format!("{column} = {}", dialect.wanted(column)))
        .collect();
    sql.push(&sets.join(", "));
    Ok(sql)
}

fn insert_into(dialect: Dialect, deliveries: &[&Delivery]) -> Result<Sql, StoreError> {
    let mut sql = Sql::new(dialect, format!("INSERT INTO deliveries ({COLUMNS}) VALUES "));
    sql.rows(deliveries.len(), WIDTH);
    for delivery in deliveries {
        bind_delivery(&mut sql, delivery)?;
    }
    Ok(sql)
}

pub(super) fn to_domain(row: &Row) -> Result<Delivery, StoreError> {
    Ok(Delivery::restore(StoredDelivery {
        id: DeliveryId::from_uuid(row.id("id")?),
        cause: row.text("cause")?,
        person: PersonRef {
            account: row.text("account")?,
            open_id: row.text("open_id")?,
        },
        event: row.id_or_null("event_id")?.map(EventId::from_uuid),
        attendee: row.id_or_null("attendee_id")?.map(AttendeeId::from_uuid),
        broadcast: row.id_or_null("broadcast_id")?.map(BroadcastId::from_uuid),
        kind: row.parsed("kind", NoticeKind::from_name)?,
        channel: row.parsed("channel", channel_from_json)?,
        skipped: row.parsed_or_null("skip_reason", SkipReason::from_name)?,
        state: row.parsed("state", DeliveryState::from_name)?,
        attempts: row.parsed("attempts", attempts_from_json)?,
        provider_message_id: row.text_or_null("provider_message_id")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    }))
}
