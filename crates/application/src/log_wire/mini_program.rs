//! Changes of what belongs to Mini Programs.

use domain::identity::PhoneHappened;
use domain::ids::{ContentCheckId, MiniProgramCodeId, MiniProgramLinkId, PersonId};
use domain::wechat::mini_program::{CheckHappened, CodeHappened, LinkHappened};
use serde_json::{Value, json};
use uuid::Uuid;

use super::WireEvent;

/// Stream type of people's phone numbers.
pub const PHONE_STREAM: &str = "person_phone";
/// Stream type of Mini Program codes.
pub const MINI_PROGRAM_CODE_STREAM: &str = "mini_program_code";
/// Stream type of links that open a Mini Program.
pub const MINI_PROGRAM_LINK_STREAM: &str = "mini_program_link";
/// Stream type of content checks.
pub const CONTENT_CHECK_STREAM: &str = "content_check";

/// The wire form of a change of a person's phone number.
#[must_use]
pub fn phone_happened(person: PersonId, happened: &PhoneHappened) -> WireEvent {
    let (kind, data) = match happened {
        PhoneHappened::Verified { account } => ("person_phone.verified", json!({ "account": account })),
        PhoneHappened::Forgotten => ("person_phone.forgotten", json!({})),
    };
    wire(PHONE_STREAM, person.uuid(), kind, &data)
}

/// The wire form of a change of a Mini Program code.
#[must_use]
pub fn mini_program_code_happened(code: MiniProgramCodeId, happened: &CodeHappened) -> WireEvent {
    let (name, data) = match happened {
        CodeHappened::Made { kind, page, scene } => (
            "mini_program_code.made",
            json!({ "kind": kind.name(), "page": page, "scene": scene }),
        ),
    };
    wire(MINI_PROGRAM_CODE_STREAM, code.uuid(), name, &data)
}

/// The wire form of a change of a link.
#[must_use]
pub fn mini_program_link_happened(link: MiniProgramLinkId, happened: &LinkHappened) -> WireEvent {
    let (name, data) = match happened {
        LinkHappened::Made { kind, page, expires_at } => (
            "mini_program_link.made",
            json!({ "kind": kind.name(), "page": page, "expiresAt": expires_at.to_string() }),
        ),
    };
    wire(MINI_PROGRAM_LINK_STREAM, link.uuid(), name, &data)
}

/// The wire form of a change of a content check.
#[must_use]
pub fn content_check_happened(check: ContentCheckId, happened: &CheckHappened) -> WireEvent {
    let (name, data) = match happened {
        CheckHappened::Requested { kind, subject } => (
            "content_check.requested",
            json!({ "kind": kind.name(), "subject": subject }),
        ),
        CheckHappened::Submitted { submissions } => ("content_check.submitted", json!({ "submissions": submissions })),
        CheckHappened::SentBack => ("content_check.sent_back", json!({})),
        CheckHappened::Concluded { kind, subject, finding } => (
            "content_check.concluded",
            json!({
                "kind": kind.name(),
                "subject": subject,
                "verdict": finding.verdict.name(),
                "label": finding.label,
                "doubt": finding.doubt.map(domain::wechat::mini_program::Doubt::name),
            }),
        ),
    };
    wire(CONTENT_CHECK_STREAM, check.uuid(), name, &data)
}

fn wire(stream_type: &'static str, stream_id: Uuid, kind: &'static str, data: &Value) -> WireEvent {
    WireEvent {
        stream_type,
        stream_id,
        about: None,
        kind,
        data: data.to_string(),
    }
}
