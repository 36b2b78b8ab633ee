//! Changes of messages to members, and of who signs in as which member. They name nobody outside of our own operators.

use domain::identity::WecomLinkHappened;
use domain::ids::{OperatorId, StaffMessageId};
use domain::wechat::wecom::message::StaffMessageHappened;
use serde_json::json;

use super::WireEvent;

/// Stream type of messages to members.
pub const STAFF_MESSAGE_STREAM: &str = "staff_message";
/// Stream type of operators' links to members.
pub const WECOM_LINK_STREAM: &str = "operator_wecom_link";

/// The wire form of a change of a message to members.
#[must_use]
pub fn staff_message_happened(id: StaffMessageId, account: &str, happened: &StaffMessageHappened) -> WireEvent {
    let (kind, data) = match happened {
        StaffMessageHappened::Ordered { kind, recipients } => (
            "staff_message.ordered",
            json!({ "account": account, "kind": kind.name(), "recipients": recipients }),
        ),
        StaffMessageHappened::Finished { state, counts } => (
            "staff_message.finished",
            json!({
                "account": account,
                "state": state.name(),
                "accepted": counts.accepted,
                "invalid": counts.invalid,
                "unlicensed": counts.unlicensed,
                "failed": counts.failed,
                "unknown": counts.unknown,
            }),
        ),
        StaffMessageHappened::RecallRequested => ("staff_message.recall_requested", json!({ "account": account })),
        StaffMessageHappened::RecallEnded { recall } => (
            "staff_message.recall_ended",
            json!({ "account": account, "recall": recall.name() }),
        ),
        StaffMessageHappened::CardUpdateRequested { people } => (
            "staff_message.card_update_requested",
            json!({ "account": account, "people": people }),
        ),
    };
    WireEvent {
        stream_type: STAFF_MESSAGE_STREAM,
        stream_id: id.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}

/// The wire form of a change of an operator's link to a member.
#[must_use]
pub fn wecom_link_happened(operator: OperatorId, happened: &WecomLinkHappened) -> WireEvent {
    let (kind, data) = match happened {
        WecomLinkHappened::Linked { account } => ("operator_wecom_link.linked", json!({ "account": account })),
        WecomLinkHappened::Unlinked => ("operator_wecom_link.unlinked", json!({})),
    };
    WireEvent {
        stream_type: WECOM_LINK_STREAM,
        stream_id: operator.uuid(),
        about: None,
        kind,
        data: data.to_string(),
    }
}
