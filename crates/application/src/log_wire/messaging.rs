//! Changes of templates and broadcasts.

use domain::notifications::broadcast::{Audience, Broadcast, BroadcastContent, BroadcastHappened};
use domain::notifications::template::{MessageTemplate, TemplateHappened};
use serde_json::{Value, json};

use super::WireEvent;

/// Stream type of templates.
pub const TEMPLATE_STREAM: &str = "message_template";
/// Stream type of broadcasts.
pub const BROADCAST_STREAM: &str = "broadcast";

/// The wire form of a change of a template.
#[must_use]
pub fn template_happened(template: &MessageTemplate, happened: &TemplateHappened) -> WireEvent {
    let found = &template.found;
    let (kind, data) = match happened {
        TemplateHappened::Found => (
            "message_template.found",
            json!({
                "account": template.account, "templateId": found.template_id, "kind": found.kind.name(),
                "title": found.title, "content": found.content,
            }),
        ),
        TemplateHappened::Changed => (
            "message_template.changed",
            json!({ "kind": found.kind.name(), "title": found.title, "content": found.content }),
        ),
        TemplateHappened::Mapped => (
            "message_template.mapped",
            json!({ "fields": fields(&template.mapping) }),
        ),
        TemplateHappened::Gone => ("message_template.gone", json!({})),
    };
    WireEvent {
        stream_type: TEMPLATE_STREAM,
        stream_id: template.id.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}

/// The wire form of a change of a broadcast. It names no person: a list of people is told by its length.
#[must_use]
pub fn broadcast_happened(broadcast: &Broadcast, happened: &BroadcastHappened) -> WireEvent {
    let (kind, data) = match happened {
        BroadcastHappened::Created => (
            "broadcast.created",
            json!({
                "account": broadcast.account, "title": broadcast.title,
                "content": content(&broadcast.content), "audience": audience(&broadcast.audience),
            }),
        ),
        BroadcastHappened::Prepared { people } => ("broadcast.prepared", json!({ "people": people })),
        BroadcastHappened::Paused { until } => ("broadcast.paused", json!({ "until": until.to_string() })),
        BroadcastHappened::Done => ("broadcast.done", json!({})),
        BroadcastHappened::Cancelled => ("broadcast.cancelled", json!({})),
    };
    WireEvent {
        stream_type: BROADCAST_STREAM,
        stream_id: broadcast.id.uuid(),
        about: broadcast.about,
        kind,
        data: data.to_string(),
    }
}

fn content(content: &BroadcastContent) -> Value {
    match content {
        BroadcastContent::Template {
            kind,
            template_id,
            mapping,
            ..
        } => json!({ "type": kind.name(), "templateId": template_id, "fields": fields(mapping) }),
        BroadcastContent::Custom(message) => json!({ "type": "custom", "messageType": message.name() }),
    }
}

fn audience(audience: &Audience) -> Value {
    match audience {
        Audience::Event { event, group } => {
            json!({ "type": "event", "eventId": event.to_string(), "group": group.name() })
        }
        Audience::Tag { tag } => json!({ "type": "tag", "tagId": tag }),
        Audience::List { people } => json!({ "type": "list", "people": people }),
    }
}

fn fields(mapping: &[(String, String)]) -> Vec<Value> {
    mapping
        .iter()
        .map(|(key, text)| json!({ "key": key, "text": text }))
        .collect()
}
