//! Messages to members, and operators' links to members.

use application::log_wire;
use domain::identity::WecomLinkHappened;
use domain::ids::{OperatorId, StaffMessageId};
use domain::wechat::wecom::message::{
    OutcomeCounts, RecallState, StaffMessageHappened, StaffMessageKind, StaffMessageState,
};
use uuid::Uuid;

use crate::check;

#[test]
fn changes_of_messages_to_members_keep_their_wire_form() {
    let id = StaffMessageId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0012));
    let counts = OutcomeCounts {
        accepted: 5,
        invalid: 4,
        unlicensed: 3,
        failed: 2,
        unknown: 1,
    };
    for (name, happened) in [
        (
            "staff_message.ordered",
            StaffMessageHappened::Ordered {
                kind: StaffMessageKind::TextCard,
                recipients: 15,
            },
        ),
        (
            "staff_message.finished",
            StaffMessageHappened::Finished {
                state: StaffMessageState::PartlySent,
                counts,
            },
        ),
        ("staff_message.recall_requested", StaffMessageHappened::RecallRequested),
        (
            "staff_message.recall_ended",
            StaffMessageHappened::RecallEnded {
                recall: RecallState::Incomplete,
            },
        ),
        (
            "staff_message.card_update_requested",
            StaffMessageHappened::CardUpdateRequested { people: 2 },
        ),
    ] {
        check(name, &log_wire::staff_message_happened(id, "staff", &happened));
    }
}

#[test]
fn changes_of_operators_links_keep_their_wire_form() {
    let operator = OperatorId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0013));
    let linked = WecomLinkHappened::Linked {
        account: "staff".to_owned(),
    };
    for (name, happened) in [
        ("operator_wecom_link.linked", linked),
        ("operator_wecom_link.unlinked", WecomLinkHappened::Unlinked),
    ] {
        check(name, &log_wire::wecom_link_happened(operator, &happened));
    }
}
