//! Rows of deliveries and what they mean.

use domain::attendance::PersonRef;
use domain::ids::{AttendeeId, DeliveryId, EventId};
use domain::notifications::{Delivery, DeliveryState, NoticeKind, StoredDelivery};
use ports::StoreError;

use super::json::{attempts_from_json, attempts_to_json, channel_from_json, channel_to_json};
use crate::sql::{Row, Sql, Table};

pub(super) const DELIVERIES: Table = Table {
    name: "deliveries",
    key: "id",
};

pub(super) const COLUMNS: &str = "id, cause, account, open_id, event_id, attendee_id, kind, channel, state, attempts, \
     provider_message_id, created_at, updated_at, version";
pub(super) const WIDTH: usize = 14;

/// Binds a row of [`COLUMNS`].
pub(super) fn bind_delivery(sql: &mut Sql, delivery: &Delivery) -> Result<(), StoreError> {
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
        .bind(stored.version);
    Ok(())
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
        kind: row.parsed("kind", NoticeKind::from_name)?,
        channel: row.parsed("channel", channel_from_json)?,
        state: row.parsed("state", DeliveryState::from_name)?,
        attempts: row.parsed("attempts", attempts_from_json)?,
        provider_message_id: row.text_or_null("provider_message_id")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    }))
}
