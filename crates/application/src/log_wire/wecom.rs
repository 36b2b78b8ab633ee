//! Changes of what is known of a WeCom corporation. None tells anything personal.

use domain::ids::{CorpMemberId, ExternalContactId, WelcomeMessageId};
use domain::wechat::wecom::contacts::{ContactHappened, WelcomeHappened};
use domain::wechat::wecom::directory::MemberHappened;
use domain::wechat::wecom::{CorpSyncHappened, StoredCorpSync};
use serde_json::{Value, json};
use uuid::Uuid;

use super::WireEvent;

/// Stream type of members.
pub const CORP_MEMBER_STREAM: &str = "corp_member";
/// Stream type of external contacts.
pub const EXTERNAL_CONTACT_STREAM: &str = "external_contact";
/// Stream type of synchronisations of directories and external contacts.
pub const CORP_SYNC_STREAM: &str = "corp_sync";
/// Stream type of welcome messages.
pub const WELCOME_STREAM: &str = "welcome_message";

fn wire(stream_type: &'static str, stream_id: Uuid, kind: &'static str, data: &Value) -> WireEvent {
    WireEvent {
        stream_type,
        stream_id,
        about: None,
        kind,
        data: data.to_string(),
    }
}

/// The wire form of a change of a member.
#[must_use]
pub fn member_happened(member: CorpMemberId, happened: MemberHappened) -> WireEvent {
    let kind = match happened {
        MemberHappened::Joined => "corp_member.joined",
        MemberHappened::Left => "corp_member.left",
        MemberHappened::Renamed => "corp_member.renamed",
    };
    wire(CORP_MEMBER_STREAM, member.uuid(), kind, &json!({}))
}

/// What one change made of a contact's relations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ContactChange {
    /// Relations that began.
    pub related: u64,
    /// Relations that ended.
    pub parted: u64,
    /// Whether what was known of the contact was deleted.
    pub forgotten: bool,
}

impl ContactChange {
    /// What happened in one change; `None`: nothing worth a line.
    #[must_use]
    pub fn of(happened: &[ContactHappened]) -> Option<Self> {
        let count = |wanted| happened.iter().filter(|one| **one == wanted).count() as u64;
        let change = Self {
            related: count(ContactHappened::Related),
            parted: count(ContactHappened::Parted),
            forgotten: happened.contains(&ContactHappened::Forgotten),
        };
        (change != Self::default()).then_some(change)
    }
}

/// The wire form of a change of an external contact.
#[must_use]
pub fn contact_happened(contact: ExternalContactId, change: ContactChange) -> WireEvent {
    let kind = if change.forgotten {
        "external_contact.forgotten"
    } else {
        "external_contact.relations_changed"
    };
    let data = json!({ "related": change.related, "parted": change.parted });
    wire(EXTERNAL_CONTACT_STREAM, contact.uuid(), kind, &data)
}

/// The wire form of a change of a synchronisation.
#[must_use]
pub fn corp_sync_happened(sync: &StoredCorpSync, happened: &CorpSyncHappened) -> WireEvent {
    let (account, of) = (&sync.account, sync.kind.name());
    let (kind, data) = match happened {
        CorpSyncHappened::Started => ("corp_sync.started", json!({ "account": account, "of": of })),
        CorpSyncHappened::Finished { read, gone, complete } => (
            "corp_sync.finished",
            json!({ "account": account, "of": of, "read": read, "gone": gone, "complete": complete }),
        ),
        CorpSyncHappened::Failed { error } => (
            "corp_sync.failed",
            json!({ "account": account, "of": of, "error": error }),
        ),
        CorpSyncHappened::Cancelled => ("corp_sync.cancelled", json!({ "account": account, "of": of })),
    };
    wire(CORP_SYNC_STREAM, sync.id, kind, &data)
}

/// The wire form of a change of a welcome message.
#[must_use]
pub fn welcome_happened(welcome: WelcomeMessageId, account: &str, happened: WelcomeHappened) -> WireEvent {
    let (kind, data) = match happened {
        WelcomeHappened::Changed { enabled } => (
            "welcome_message.changed",
            json!({ "account": account, "enabled": enabled }),
        ),
    };
    wire(WELCOME_STREAM, welcome.uuid(), kind, &data)
}
