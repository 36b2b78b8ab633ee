//! The wire form of stored events: what the event log holds for good.
//!
//! Names and shapes here outlive every rename in the domain. A golden file per kind holds each of them; a new shape is
//! a new kind or an optional field, never a change of an old one.

mod account;
mod articles;
mod channels;
mod follower;
mod mass;
mod materials;
mod menus;
mod messaging;
mod mini_program;
mod person;
mod rules;
mod staff;
mod wecom;

pub use mini_program::{
    CONTENT_CHECK_STREAM, MINI_PROGRAM_CODE_STREAM, MINI_PROGRAM_LINK_STREAM, PHONE_STREAM, content_check_happened,
    mini_program_code_happened, mini_program_link_happened, phone_happened,
};

use domain::attendance::AttendanceHappened;
use domain::events::{AutoReply, EventDetails, EventHappened};
use domain::ids::{AttendeeId, EventId};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub use account::{ACCOUNT_STREAM, account_happened};
pub use articles::{DRAFT_STREAM, PUBLICATION_STREAM, draft_happened, publication_happened};
pub use channels::{CHANNEL_STREAM, channel_happened};
pub use follower::{
    FOLLOWER_STREAM, FOLLOWER_SYNC_STREAM, TAG_RUN_STREAM, TAG_STREAM, TagHappened, follower_happened, sync_happened,
    tag_happened, tag_run_happened,
};
pub use mass::{MASS_SPEED_STREAM, MASS_STREAM, mass_happened, mass_speed_set};
pub use materials::{MATERIAL_STREAM, material_happened};
pub use menus::{MENU_STREAM, board_happened};
pub use messaging::{BROADCAST_STREAM, TEMPLATE_STREAM, broadcast_happened, template_happened};
pub use person::{PERSON_STREAM, person_happened};
pub use rules::{REPLY_RULE_STREAM, rule_happened};
pub use staff::{STAFF_MESSAGE_STREAM, WECOM_LINK_STREAM, staff_message_happened, wecom_link_happened};
pub use wecom::{
    CORP_MEMBER_STREAM, CORP_SYNC_STREAM, ContactChange, EXTERNAL_CONTACT_STREAM, WELCOME_STREAM, contact_happened,
    corp_sync_happened, member_happened, welcome_happened,
};

/// Stream type of events.
pub const EVENT_STREAM: &str = "event";
/// Stream type of registrations.
pub const ATTENDEE_STREAM: &str = "attendee";

/// A domain event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireEvent {
    /// Kind of aggregate.
    pub stream_type: &'static str,
    /// The aggregate.
    pub stream_id: Uuid,
    /// The event it concerns.
    pub about: Option<EventId>,
    /// What happened.
    pub kind: &'static str,
    /// The facts, a JSON object.
    pub data: String,
}

/// The wire form of a change of an event.
#[must_use]
pub fn event_happened(event: EventId, happened: &EventHappened) -> WireEvent {
    let (kind, data) = match happened {
        EventHappened::Created(details) => ("event.created", details_value(details)),
        EventHappened::DetailsChanged(details) => ("event.details_changed", details_value(details)),
        EventHappened::Published => ("event.published", json!({})),
        EventHappened::Cancelled { reason } => ("event.cancelled", json!({ "reason": reason })),
        EventHappened::Completed => ("event.completed", json!({})),
        EventHappened::Deleted => ("event.deleted", json!({})),
        EventHappened::QrCodeIssued { qr_code, purpose } => (
            "event.qr_code_issued",
            json!({ "qrCodeId": qr_code.to_string(), "purpose": purpose.name() }),
        ),
    };
    WireEvent {
        stream_type: EVENT_STREAM,
        stream_id: event.uuid(),
        about: Some(event),
        kind,
        data: data.to_string(),
    }
}

/// The wire form of a change of a registration.
#[must_use]
pub fn attendance_happened(attendee: AttendeeId, happened: &AttendanceHappened) -> WireEvent {
    let (event, kind, data) = match happened {
        AttendanceHappened::Registered { event, source } => (
            *event,
            "attendee.registered",
            json!({ "eventId": event.to_string(), "source": source.name() }),
        ),
        AttendanceHappened::CheckedIn {
            event,
            check_in,
            method,
            gate,
        } => (
            *event,
            "attendee.checked_in",
            json!({
                "eventId": event.to_string(),
                "checkInId": check_in.to_string(),
                "method": method.name(),
                "gate": gate,
            }),
        ),
    };
    WireEvent {
        stream_type: ATTENDEE_STREAM,
        stream_id: attendee.uuid(),
        about: Some(event),
        kind,
        data: data.to_string(),
    }
}

fn details_value(details: &EventDetails) -> Value {
    let text = |time: Option<domain::time::Timestamp>| time.map(|time| time.to_string());
    json!({
        "title": details.title,
        "description": details.description,
        "start": details.starts_at.to_string(),
        "end": details.ends_at.to_string(),
        "zone": details.zone.name(),
        "location": details.location,
        "capacity": details.capacity,
        "registrationOpensAt": text(details.registration_opens_at),
        "registrationClosesAt": text(details.registration_closes_at),
        "checkInOpensAt": text(details.check_in_opens_at),
        "walkIns": details.walk_ins,
        "wechatConfig": wechat_value(details),
    })
}

fn wechat_value(details: &EventDetails) -> Value {
    let config = &details.wechat;
    let template = config.notice_template().map(|template| {
        let fields: Vec<_> = template
            .fields
            .iter()
            .map(|(key, text)| TemplateField { key, text })
            .collect();
        json!({ "templateId": template.template_id, "fields": fields })
    });
    json!({
        "interactionCode": config.interaction_code(),
        "scanMessage": config.scan_message(),
        "userTagId": config.user_tag_id(),
        "autoReply": match config.auto_reply() {
            AutoReply::ScanMessage => Value::Bool(true),
            AutoReply::Silent => Value::Bool(false),
            AutoReply::Text(text) => Value::String(text.clone()),
        },
        "noticeTemplate": template,
    })
}

#[derive(Serialize)]
struct TemplateField<'a> {
    key: &'a str,
    text: &'a str,
}
