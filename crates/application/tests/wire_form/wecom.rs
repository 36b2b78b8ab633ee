//! What is known of WeCom corporations.

use application::log_wire;
use domain::ids::{CorpMemberId, ExternalContactId, WelcomeMessageId};
use domain::time::Timestamp;
use domain::wechat::wecom::contacts::{ContactHappened, WelcomeHappened};
use domain::wechat::wecom::directory::MemberHappened;
use domain::wechat::wecom::{CorpSync, CorpSyncHappened, CorpSyncKind};
use uuid::Uuid;

use super::check;

const ID: Uuid = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0031);

#[test]
fn changes_of_members_and_contacts_keep_their_wire_form() {
    for (name, happened) in [
        ("corp_member.joined", MemberHappened::Joined),
        ("corp_member.left", MemberHappened::Left),
        ("corp_member.renamed", MemberHappened::Renamed),
    ] {
        check(name, &log_wire::member_happened(CorpMemberId::from_uuid(ID), happened));
    }
    for (name, happened) in [
        (
            "external_contact.relations_changed",
            &[ContactHappened::Related, ContactHappened::Parted][..],
        ),
        (
            "external_contact.forgotten",
            &[ContactHappened::Parted, ContactHappened::Forgotten][..],
        ),
    ] {
        let change = log_wire::ContactChange::of(happened).unwrap();
        check(
            name,
            &log_wire::contact_happened(ExternalContactId::from_uuid(ID), change),
        );
    }
    assert_eq!(log_wire::ContactChange::of(&[]), None);
    let happened = WelcomeHappened::Changed { enabled: true };
    let welcome = log_wire::welcome_happened(WelcomeMessageId::from_uuid(ID), "corp", happened);
    check("welcome_message.changed", &welcome);
}

#[test]
fn changes_of_synchronisations_keep_their_wire_form() {
    let now = Timestamp::from_unix_seconds(0);
    let (sync, _) = CorpSync::start("corp", CorpSyncKind::Directory, ID, None, now);
    for (name, happened) in [
        ("corp_sync.started", CorpSyncHappened::Started),
        (
            "corp_sync.finished",
            CorpSyncHappened::Finished {
                read: 230,
                gone: 3,
                complete: true,
            },
        ),
        (
            "corp_sync.failed",
            CorpSyncHappened::Failed {
                error: "WeCom refused".to_owned(),
            },
        ),
        ("corp_sync.cancelled", CorpSyncHappened::Cancelled),
    ] {
        check(name, &log_wire::corp_sync_happened(sync.stored(), &happened));
    }
}
