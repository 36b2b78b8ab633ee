//! Rows of rolls, attendees and check-ins, and what they mean.

use domain::attendance::{AdmissionRules, Attendee, AttendeeSource, CheckIn, CheckInMethod, PersonRef, Roll, ScanId};
use domain::ids::{AttendeeId, CheckInId, EventId, MessageId, OperatorId};
use ports::StoreError;
use ports::attendance::{CheckInView, EventCounts};

use crate::events::event_state;
use crate::sql::{Row, Sql, Table};

pub(crate) const ROLLS: Table = Table {
    name: "event_rolls",
    key: "event_id",
};
pub(super) const ATTENDEES: Table = Table {
    name: "attendees",
    key: "id",
};
pub(super) const CHECK_INS: Table = Table {
    name: "check_ins",
    key: "id",
};

pub(super) const ROLL_COLUMNS: &str = "r.event_id, r.taken, r.checked_in, e.state, e.deleted_at, e.capacity, e.ends_at, \
     e.registration_opens_at, e.registration_closes_at, e.check_in_opens_at, e.walk_ins";

pub(super) const ATTENDEE_COLUMNS: &str = "id, event_id, account, open_id, source, cause, registered_at, came, \
     checked_in_at, checked_in_gate, version";
pub(super) const ATTENDEE_WIDTH: usize = 11;

pub(super) const CHECK_IN_COLUMNS: &str =
    "id, event_id, attendee_id, scan_id, method, gate, operator_id, checked_in_at";
pub(super) const CHECK_IN_WIDTH: usize = 8;

pub(super) fn to_roll(row: &Row) -> Result<Roll, StoreError> {
    Ok(Roll {
        event: EventId::from_uuid(row.id("event_id")?),
        rules: AdmissionRules {
            state: event_state(row)?,
            deleted: row.time_or_null("deleted_at")?.is_some(),
            capacity: row.number_or_null("capacity")?,
            ends_at: row.time("ends_at")?,
            registration_opens_at: row.time_or_null("registration_opens_at")?,
            registration_closes_at: row.time_or_null("registration_closes_at")?,
            check_in_opens_at: row.time_or_null("check_in_opens_at")?,
            walk_ins: row.flag("walk_ins")?,
        },
        taken: row.number("taken")?,
        checked_in: row.number("checked_in")?,
    })
}

pub(super) fn to_counts(row: &Row) -> Result<EventCounts, StoreError> {
    Ok(EventCounts {
        capacity: row.number_or_null("capacity")?,
        taken: row.number("taken")?,
        checked_in: row.number("checked_in")?,
        last_registration_at: row.time_or_null("last_registration_at")?,
        last_check_in_at: row.time_or_null("last_check_in_at")?,
    })
}

/// Binds a row of [`ATTENDEE_COLUMNS`].
pub(super) fn bind_attendee(sql: &mut Sql, attendee: &Attendee) {
    sql.bind(attendee.id.uuid())
        .bind(attendee.event.uuid())
        .bind(attendee.person.account.as_str())
        .bind(attendee.person.open_id.as_str())
        .bind(attendee.source.name())
        .bind(attendee.cause.map(MessageId::uuid))
        .bind(attendee.registered_at)
        .bind(attendee.checked_in_at.is_some())
        .bind(attendee.checked_in_at)
        .bind(attendee.checked_in_gate.as_deref())
        .bind(attendee.version);
}

pub(super) fn to_attendee(row: &Row) -> Result<Attendee, StoreError> {
    Ok(Attendee {
        id: AttendeeId::from_uuid(row.id("id")?),
        event: EventId::from_uuid(row.id("event_id")?),
        person: to_person(row)?,
        source: row.parsed("source", AttendeeSource::from_name)?,
        cause: row.id_or_null("cause")?.map(MessageId::from_uuid),
        registered_at: row.time("registered_at")?,
        checked_in_at: row.time_or_null("checked_in_at")?,
        checked_in_gate: row.text_or_null("checked_in_gate")?,
        version: row.number("version")?,
    })
}

/// Binds a row of [`CHECK_IN_COLUMNS`].
pub(super) fn bind_check_in(sql: &mut Sql, check_in: &CheckIn) {
    sql.bind(check_in.id.uuid())
        .bind(check_in.event.uuid())
        .bind(check_in.attendee.uuid())
        .bind(check_in.scan.as_str())
        .bind(check_in.method.name())
        .bind(check_in.gate.as_deref())
        .bind(check_in.operator.map(OperatorId::uuid))
        .bind(check_in.at);
}

pub(super) fn to_check_in(row: &Row) -> Result<CheckIn, StoreError> {
    Ok(CheckIn {
        id: CheckInId::from_uuid(row.id("id")?),
        event: EventId::from_uuid(row.id("event_id")?),
        attendee: AttendeeId::from_uuid(row.id("attendee_id")?),
        scan: row.parsed("scan_id", |text| ScanId::new(text).ok())?,
        method: row.parsed("method", CheckInMethod::from_name)?,
        gate: row.text_or_null("gate")?,
        operator: row.id_or_null("operator_id")?.map(OperatorId::from_uuid),
        at: row.time("checked_in_at")?,
    })
}

pub(super) fn to_view(check_in: CheckIn, person: &Row) -> Result<CheckInView, StoreError> {
    Ok(CheckInView {
        check_in,
        person: to_person(person)?,
    })
}

fn to_person(row: &Row) -> Result<PersonRef, StoreError> {
    Ok(PersonRef {
        account: row.text("account")?,
        open_id: row.text("open_id")?,
    })
}
