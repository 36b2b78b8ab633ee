//! Changes of mass messages.

use application::log_wire;
use domain::ids::MassMessageId;
use domain::time::Timestamp;
use domain::wechat::mass::{
    FailureSource, MassAudience, MassContent, MassFailure, MassHappened, MassMessage, PartState,
};
use uuid::Uuid;

use crate::check;

fn id() -> MassMessageId {
    MassMessageId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001))
}

fn message(audience: MassAudience) -> MassMessage {
    let now = Timestamp::from_unix_seconds(1_000_000);
    let text = MassContent::Text("您好".to_owned());
    MassMessage::draft(id(), "default", text, audience, now).0
}

fn failed() -> MassMessage {
    let now = Timestamp::from_unix_seconds(1_000_000);
    let mut message = message(MassAudience::Everybody);
    message.order(now).unwrap();
    message.attempt(0, None, now);
    let failure = MassFailure {
        source: FailureSource::Call,
        code: 45_028,
        note: "no".to_owned(),
    };
    message.refused(0, failure, now);
    message
}

#[test]
fn mass_messages_keep_their_wire_form() {
    let everybody = message(MassAudience::Everybody);
    for (name, happened) in [
        ("mass_message.created", MassHappened::Created),
        ("mass_message.edited", MassHappened::Edited),
        ("mass_message.deleted", MassHappened::Deleted),
        ("mass_message.ordered", MassHappened::Ordered),
        ("mass_message.gathered", MassHappened::Gathered { people: 2_000 }),
        ("mass_message.prepared", MassHappened::Prepared { parts: 2 }),
        ("mass_message.cancelled", MassHappened::Cancelled),
        ("mass_message.attempted", MassHappened::Attempted { part: 0 }),
        ("mass_message.held_back", MassHappened::HeldBack { part: 0 }),
        ("mass_message.waiting", MassHappened::Waiting { part: 0 }),
        (
            "mass_message.accepted",
            MassHappened::Accepted {
                part: 1,
                msg_id: u64::MAX,
            },
        ),
        ("mass_message.failed", MassHappened::Failed),
        ("mass_message.withdrawn", MassHappened::Withdrawn { article: Some(2) }),
        (
            "mass_message.withdrawn.whole",
            MassHappened::Withdrawn { article: None },
        ),
    ] {
        check(name, &log_wire::mass_happened(&everybody, &happened));
    }
    let concluded = |state| MassHappened::Concluded { part: 0, state };
    let finished = log_wire::mass_happened(&everybody, &concluded(PartState::Finished));
    check("mass_message.concluded", &finished);
    let refused = log_wire::mass_happened(&failed(), &concluded(PartState::Failed));
    check("mass_message.concluded.failed", &refused);
    for (name, audience) in [
        ("mass_message.created.tag", MassAudience::Tag(2)),
        ("mass_message.created.people", MassAudience::People(3)),
    ] {
        check(
            name,
            &log_wire::mass_happened(&message(audience), &MassHappened::Created),
        );
    }
    check("mass_speed.set", &log_wire::mass_speed_set(id(), "default", 4));
}
