//! Promotion channels.

use domain::ids::ChannelId;
use domain::wechat::{ChannelDraft, ChannelHappened};
use serde_json::{Value, json};

use super::WireEvent;

/// Stream type of channels.
pub const CHANNEL_STREAM: &str = "channel";

/// The wire form of a change of a channel.
#[must_use]
pub fn channel_happened(channel: ChannelId, happened: &ChannelHappened) -> WireEvent {
    let (kind, data) = match happened {
        ChannelHappened::Created(draft) => ("channel.created", draft_value(draft)),
        ChannelHappened::Changed(draft) => ("channel.changed", draft_value(draft)),
        ChannelHappened::CodeIssued { scene } => ("channel.code_issued", json!({ "scene": scene })),
        ChannelHappened::Deleted => ("channel.deleted", json!({})),
    };
    WireEvent {
        stream_type: CHANNEL_STREAM,
        stream_id: channel.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}

fn draft_value(draft: &ChannelDraft) -> Value {
    json!({
        "name": draft.name,
        "note": draft.note,
        "eventId": draft.event.map(|event| event.to_string()),
    })
}
