//! Rows of events and what they mean.

use domain::events::{Event, EventDetails, EventDraft, EventState, StoredEvent, WechatConfig};
use domain::ids::EventId;
use ports::StoreError;
use ports::events::{EventCard, EventView};

use super::wechat_json;
use crate::sql::{Row, Sql, Table};

pub(super) const EVENTS: Table = Table {
    name: "events",
    key: "id",
};

/// All that an update writes, in the order of [`bind_changeable`].
pub(super) const CHANGEABLE: [&str; 19] = [
    "title",
    "description",
    "location",
    "search_text",
    "starts_at",
    "ends_at",
    "zone",
    "capacity",
    "registration_opens_at",
    "registration_closes_at",
    "check_in_opens_at",
    "walk_ins",
    "wechat",
    "interaction_code",
    "state",
    "cancel_reason",
    "published_at",
    "deleted_at",
    "updated_at",
];

/// All that an event is read from; as `e.…`, because two columns share their names with those of rolls and codes.
pub(super) const EVENT_COLUMNS: &str = "e.id, e.title, e.description, e.location, e.starts_at, e.ends_at, e.zone, \
     e.capacity, e.registration_opens_at, e.registration_closes_at, e.check_in_opens_at, e.walk_ins, e.wechat, \
     e.state, e.cancel_reason, e.published_at, e.deleted_at, e.created_at, e.updated_at, e.version";

/// All that a card is read from.
pub(super) const CARD_COLUMNS: &str = "e.id, e.title, e.location, e.starts_at, e.ends_at, e.zone, e.state, \
     e.cancel_reason, e.deleted_at, e.check_in_opens_at, e.wechat";

/// Binds the values of [`CHANGEABLE`].
pub(super) fn bind_changeable(sql: &mut Sql, event: &StoredEvent) -> Result<(), StoreError> {
    let details = &event.details;
    let code = details
        .wechat
        .interaction_code()
        .and_then(WechatConfig::comparable_code);
    sql.bind(details.title.as_str())
        .bind(details.description.as_str())
        .bind(details.location.as_str())
        .bind(search_text(details))
        .bind(details.starts_at)
        .bind(details.ends_at)
        .bind(details.zone.name())
        .bind(details.capacity)
        .bind(details.registration_opens_at)
        .bind(details.registration_closes_at)
        .bind(details.check_in_opens_at)
        .bind(details.walk_ins)
        .bind(wechat_json::to_json(&details.wechat)?)
        .bind(code)
        .bind(event.state.name())
        .bind(event.cancel_reason.as_deref())
        .bind(event.published_at)
        .bind(event.deleted_at)
        .bind(event.updated_at);
    Ok(())
}

/// A line break keeps a search from running from the title into the location: neither holds one.
fn search_text(details: &EventDetails) -> String {
    format!("{}\n{}", details.title, details.location).to_lowercase()
}

pub(super) fn to_event(row: &Row) -> Result<Event, StoreError> {
    let draft = EventDraft {
        title: row.text("title")?,
        description: row.text("description")?,
        starts_at: row.time("starts_at")?,
        ends_at: row.time("ends_at")?,
        zone: row.text("zone")?,
        location: row.text("location")?,
        capacity: row.number_or_null("capacity")?,
        registration_opens_at: row.time_or_null("registration_opens_at")?,
        registration_closes_at: row.time_or_null("registration_closes_at")?,
        check_in_opens_at: row.time_or_null("check_in_opens_at")?,
        walk_ins: row.flag("walk_ins")?,
        wechat: row.parsed("wechat", wechat_json::to_draft)?,
    };
    let details = EventDetails::check(draft).map_err(|faults| row.corrupt(&faults.to_string()))?;
    Ok(Event::restore(StoredEvent {
        id: EventId::from_uuid(row.id("id")?),
        details,
        state: event_state(row)?,
        cancel_reason: row.text_or_null("cancel_reason")?,
        published_at: row.time_or_null("published_at")?,
        deleted_at: row.time_or_null("deleted_at")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    }))
}

pub(super) fn to_view(row: &Row) -> Result<EventView, StoreError> {
    Ok(EventView {
        event: to_event(row)?,
        taken: row.number("taken")?,
        checked_in: row.number("checked_in")?,
    })
}

pub(super) fn to_card(row: &Row) -> Result<EventCard, StoreError> {
    Ok(EventCard {
        id: EventId::from_uuid(row.id("id")?),
        title: row.text("title")?,
        location: row.text("location")?,
        starts_at: row.time("starts_at")?,
        ends_at: row.time("ends_at")?,
        zone: row.parsed("zone", |name| name.parse().ok())?,
        state: event_state(row)?,
        cancel_reason: row.text_or_null("cancel_reason")?,
        deleted: row.time_or_null("deleted_at")?.is_some(),
        check_in_opens_at: row.time_or_null("check_in_opens_at")?,
        wechat: row.parsed("wechat", wechat_json::to_config)?,
    })
}

pub(crate) fn event_state(row: &Row) -> Result<EventState, StoreError> {
    row.parsed("state", EventState::from_name)
}
