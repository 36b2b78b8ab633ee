//! Changes of mass messages as they are stored.

use domain::ids::MassMessageId;
use domain::wechat::mass::{MassAudience, MassHappened, MassMessage};
use serde_json::{Value, json};

use super::WireEvent;

/// Stream type of mass messages.
pub const MASS_STREAM: &str = "mass_message";
/// Stream type of the speed of mass messages, which WeChat keeps: each setting is a stream of its own.
pub const MASS_SPEED_STREAM: &str = "mass_speed";

/// The wire form of a change of a mass message. Nobody is named in it.
#[must_use]
pub fn mass_happened(message: &MassMessage, happened: &MassHappened) -> WireEvent {
    let (kind, mut data) = match happened {
        MassHappened::Created => ("mass_message.created", what_and_whom(message)),
        MassHappened::Edited => ("mass_message.edited", what_and_whom(message)),
        MassHappened::Deleted => ("mass_message.deleted", json!({})),
        MassHappened::Ordered => ("mass_message.ordered", what_and_whom(message)),
        MassHappened::Gathered { people } => ("mass_message.gathered", json!({ "people": people })),
        MassHappened::Prepared { parts } => ("mass_message.prepared", json!({ "parts": parts })),
        MassHappened::Cancelled => ("mass_message.cancelled", json!({})),
        MassHappened::Attempted { part } => ("mass_message.attempted", json!({ "part": part })),
        MassHappened::HeldBack { part } => ("mass_message.held_back", json!({ "part": part })),
        MassHappened::Waiting { part } => ("mass_message.waiting", json!({ "part": part })),
        MassHappened::Accepted { part, msg_id } => (
            "mass_message.accepted",
            // As text: readers that know only 53 bits of a number would round it.
            json!({ "part": part, "msgId": msg_id.to_string() }),
        ),
        MassHappened::Concluded { part, state } => {
            let failure = message.stored().parts.iter().find(|one| one.number == *part);
            let failure = failure.and_then(|part| part.failure.as_ref());
            (
                "mass_message.concluded",
                json!({
                    "part": part,
                    "state": state.name(),
                    "source": failure.map(|failure| failure.source.name()),
                    "code": failure.map(|failure| failure.code),
                }),
            )
        }
        MassHappened::Failed => ("mass_message.failed", json!({})),
        MassHappened::Withdrawn { article } => ("mass_message.withdrawn", json!({ "article": article })),
    };
    data["account"] = json!(message.stored().account);
    WireEvent {
        stream_type: MASS_STREAM,
        stream_id: message.stored().id.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}

/// The wire form of a speed that was set.
#[must_use]
pub fn mass_speed_set(id: MassMessageId, account: &str, level: u8) -> WireEvent {
    WireEvent {
        stream_type: MASS_SPEED_STREAM,
        stream_id: id.uuid(),
        about: None,
        kind: "mass_speed.set",
        data: json!({ "account": account, "speed": level }).to_string(),
    }
}

fn what_and_whom(message: &MassMessage) -> Value {
    let stored = message.stored();
    let (tag, people) = match stored.audience {
        MassAudience::Everybody => (None, None),
        MassAudience::Tag(tag) | MassAudience::Followers { tag } => (Some(tag), None),
        MassAudience::People(people) => (None, Some(people)),
    };
    json!({
        "content": stored.content.name(),
        "audience": stored.audience.name(),
        "tagId": tag,
        "people": people,
    })
}
