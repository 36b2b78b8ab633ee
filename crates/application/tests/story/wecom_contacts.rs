//! External contacts of a WeCom corporation, and their welcome.

use std::collections::BTreeSet;
use std::time::Duration;

use adapter_memory::{CorpCall, WechatCall};
use application::Context;
use application::wechat::wecom::CorpError;
use application::wechat::wecom::contacts::SetWelcomeCommand;
use domain::attendance::PersonRef;
use domain::identity::UnionId;
use domain::ids::MaterialId;
use domain::wechat::followers::{FollowerProfile, SyncState};
use domain::wechat::wecom::contacts::{
    Contact, ContactFacts, ContactProfile, RelationFacts, Welcome, WelcomeAttachment, WelcomeEnd,
};
use domain::wechat::wecom::{CorpSyncKind, CorpSyncPhase};
use domain::wechat::{Incoming, Signal};
use ports::wechat::wecom::ContactFilter;
use ports::wechat::{RefusalKind, WechatFailure};
use uuid::Uuid;

use crate::wecom_directory::{CORP, PAGE, posted, refused};
use crate::world::{World, follows};

fn facts(id: &str, users: &[&str]) -> ContactFacts {
    let relation = |user: &&str| RelationFacts {
        user_id: (*user).to_owned(),
        remark: format!("{user}的客户"),
        tags: BTreeSet::from(["t1".to_owned()]),
        state: Some("poster".to_owned()),
        ..RelationFacts::default()
    };
    ContactFacts {
        external_user_id: id.to_owned(),
        profile: ContactProfile {
            name: Some(format!("王{id}")),
            ..ContactProfile::default()
        },
        union_id: Some(UnionId::new(&format!("u-{id}")).unwrap()),
        relations: users.iter().map(relation).collect(),
    }
}

fn changed(change: &str, user: &str, contact: &str, code: Option<&str>, seconds: i64) -> Incoming {
    let signal = Signal::ExternalContactChanged {
        change: change.to_owned(),
        user_id: user.to_owned(),
        external_user_id: contact.to_owned(),
        welcome_code: code.map(str::to_owned),
        state: None,
    };
    posted(signal, seconds)
}

fn added(contact: &str, code: &str) -> Incoming {
    changed("add_external_contact", "ann", contact, Some(code), 1)
}

fn identity(contact: &str) -> PersonRef {
    PersonRef {
        account: CORP.to_owned(),
        open_id: contact.to_owned(),
    }
}

impl World {
    async fn contact(&self, id: &str) -> Contact {
        self.cases.corp.contacts.find(CORP, id).await.unwrap()
    }

    async fn known_to(&self, id: &str) -> Vec<String> {
        let contact = self.contact(id).await;
        contact
            .present()
            .map(|relation| relation.facts.user_id.clone())
            .collect()
    }

    async fn contacts(&self, filter: ContactFilter) -> usize {
        let page = self.cases.corp.contacts.list(CORP, &filter, PAGE).await.unwrap();
        page.items.len()
    }

    async fn welcomes_with(&self, text: &str, attachments: Vec<WelcomeAttachment>) {
        let command = SetWelcomeCommand {
            account: CORP.to_owned(),
            welcome: Welcome {
                enabled: true,
                text: Some(text.to_owned()),
                attachments,
            },
            expected_version: None,
            context: Context::of("test"),
        };
        self.cases.corp.welcome.set(command).await.unwrap();
    }

    fn welcomed(&self) -> Vec<Option<String>> {
        let calls = self.wechat.calls().into_iter();
        calls
            .filter_map(|call| match call {
                WechatCall::Corp(CorpCall::Welcome(text)) => Some(text),
                _ => None,
            })
            .collect()
    }

    async fn ends(&self) -> Vec<(WelcomeEnd, u64)> {
        self.cases.corp.welcome.find(CORP).await.unwrap().counts
    }
}

fn later(after: Option<Duration>) -> WechatFailure {
    WechatFailure::Later {
        code: Some(41_096),
        after,
        note: "another application".to_owned(),
    }
}

#[tokio::test]
async fn a_synchronisation_reads_all_contacts_and_joins_them_with_followers() {
    let world = World::new();
    let profile = FollowerProfile {
        union_id: UnionId::new("u-wm0").ok(),
        ..FollowerProfile::default()
    };
    world.wechat.has_follower("o-zoe", profile);
    world.arrives(follows("zoe", 0)).await;
    world.works_off().await;
    for number in 0..7 {
        world.wechat.has_contact(facts(&format!("wm{number}"), &["ann", "Bob"]));
    }
    world.wechat.contact_pages_of(3);
    let sync = world.synchronises(CorpSyncKind::Contacts).await;
    assert_eq!(sync.stored().state, SyncState::Finished, "{:?}", sync.stored().error);
    assert_eq!((sync.stored().total, sync.stored().walked), (Some(2), 2));
    assert_eq!(sync.is_complete(), Some(true));
    assert_eq!(world.contacts(ContactFilter::default()).await, 7);
    assert_eq!(world.known_to("wm3").await, ["ann", "Bob"]);
    let person = world
        .cases
        .read_people
        .by_identity(&identity("wm0"))
        .await
        .unwrap()
        .unwrap();
    let accounts: Vec<_> = person
        .identities
        .iter()
        .map(|known| known.identity.account.as_str())
        .collect();
    assert_eq!(accounts, [CORP, "default"], "one person");
    world.wechat.loses_contact("wm1");
    world.wechat.has_contact(facts("wm2", &["ann"]));
    let sync = world.synchronises(CorpSyncKind::Contacts).await;
    assert_eq!(sync.stored().gone, 3);
    assert_eq!(world.known_to("wm2").await, ["ann"]);
    let gone = world.contact("wm1").await;
    assert!(!gone.is_known() && gone.stored().profile.name.is_none());
    let person = world
        .cases
        .read_people
        .by_identity(&identity("wm1"))
        .await
        .unwrap()
        .unwrap();
    assert!(person.union_ids.is_empty(), "nobody knows them any more");
    for (filter, count) in [
        (
            ContactFilter {
                user_id: Some("BOB".to_owned()),
                ..ContactFilter::default()
            },
            5,
        ),
        (
            ContactFilter {
                tag: Some("t1".to_owned()),
                ..ContactFilter::default()
            },
            6,
        ),
        (
            ContactFilter {
                state: Some("other".to_owned()),
                ..ContactFilter::default()
            },
            0,
        ),
        (
            ContactFilter {
                name: Some("王wm2".to_owned()),
                ..ContactFilter::default()
            },
            1,
        ),
    ] {
        assert_eq!(world.contacts(filter.clone()).await, count, "{filter:?}");
    }
}

#[tokio::test]
async fn contacts_refused_together_are_read_one_by_one() {
    let world = World::new();
    for number in 0..25 {
        world.wechat.has_contact(facts(&format!("wm{number:02}"), &["ann"]));
    }
    world.wechat.has_contact(facts("wm99", &["bob"]));
    world.wechat.fail_after(1, refused(40_003, RefusalKind::Recipient));
    let sync = world.synchronises(CorpSyncKind::Contacts).await;
    assert_eq!(sync.stored().state, SyncState::Finished, "{:?}", sync.stored().error);
    assert_eq!((sync.stored().read, sync.stored().walked), (26, 2));
    assert_eq!(world.contacts(ContactFilter::default()).await, 26);
    // A refusal of the application itself ends it, and takes nobody away.
    world.wechat.fail_after(1, refused(48_002, RefusalKind::Configuration));
    let sync = world.synchronises(CorpSyncKind::Contacts).await;
    assert_eq!(sync.stored().state, SyncState::Failed);
    assert_eq!(sync.stored().phase, CorpSyncPhase::Contacts);
    assert_eq!(world.contacts(ContactFilter::default()).await, 26);
}

#[tokio::test]
async fn events_keep_contacts_current_whatever_their_order() {
    let world = World::new();
    world.wechat.has_contact(facts("wm1", &["ann"]));
    world
        .arrives(changed("add_half_external_contact", "ann", "wm1", None, 1))
        .await;
    world.works_off().await;
    let contact = world.contact("wm1").await;
    assert_eq!(contact.stored().profile.name.as_deref(), Some("王wm1"));
    assert_eq!(contact.present().next().unwrap().facts.remark, "ann的客户");
    world.wechat.loses_contact("wm1");
    world.arrives(changed("del_follow_user", "ANN", "wm1", None, 9)).await;
    world
        .arrives(changed("edit_external_contact", "ann", "wm1", None, 8))
        .await;
    world.works_off().await;
    let contact = world.contact("wm1").await;
    assert!(!contact.is_known() && contact.stored().profile == ContactProfile::default());
    assert!(contact.stored().relations["ann"].facts.remark.is_empty());
    // Nobody is known of them, and an inheritance that failed tells of nobody new.
    world.arrives(changed("transfer_fail", "ann", "wm7", None, 10)).await;
    world.arrives(changed("something_new", "ann", "wm8", None, 10)).await;
    world.works_off().await;
    let unknown = world.cases.corp.contacts.find(CORP, "wm7").await;
    assert!(matches!(unknown, Err(CorpError::UnknownContact)), "{unknown:?}");
    // Back again.
    world.wechat.has_contact(facts("wm1", &["ann"]));
    world
        .arrives(changed("add_external_contact", "ann", "wm1", None, 20))
        .await;
    world.works_off().await;
    assert_eq!(world.known_to("wm1").await, ["ann"]);
}

#[tokio::test]
async fn a_renamed_member_keeps_the_contacts() {
    let world = World::new();
    for number in 0..3 {
        world.wechat.has_contact(facts(&format!("wm{number}"), &["ann"]));
    }
    world.synchronises(CorpSyncKind::Contacts).await;
    let renamed = Signal::DirectoryChanged {
        change: "update_user".to_owned(),
        user_id: Some("ann".to_owned()),
        new_user_id: Some("anna".to_owned()),
        department: None,
        departments: Vec::new(),
    };
    world.arrives(posted(renamed, 600)).await;
    world.works_off().await;
    assert_eq!(world.known_to("wm2").await, ["anna"]);
    let of = |user: &str| ContactFilter {
        user_id: Some(user.to_owned()),
        ..ContactFilter::default()
    };
    assert_eq!(
        (world.contacts(of("ann")).await, world.contacts(of("anna")).await),
        (0, 3)
    );
}

#[tokio::test]
async fn a_new_contact_is_welcomed_by_name_once() {
    let world = World::new();
    world.wechat.has_contact(facts("wm1", &["ann"]));
    world.arrives(added("wm1", "CODE0")).await;
    world.works_off().await;
    assert_eq!(world.welcomed(), [], "off");
    world.welcomes_with("你好，{name}！", Vec::new()).await;
    world.wechat.has_contact(facts("wm2", &["ann"]));
    world.arrives(added("wm2", "CODE1")).await;
    world.works_off().await;
    assert_eq!(world.welcomed(), [Some("你好，王wm2！".to_owned())]);
    assert_eq!(world.ends().await, [(WelcomeEnd::Sent, 1)]);
    world
        .arrives(changed("edit_external_contact", "ann", "wm2", Some("CODE2"), 5))
        .await;
    world.works_off().await;
    assert_eq!(world.welcomed().len(), 1, "only who was added is welcomed");
}

#[tokio::test]
async fn a_busy_wecom_is_asked_again_while_there_is_time() {
    let world = World::new();
    world.welcomes_with("欢迎", Vec::new()).await;
    world.wechat.fail_next(later(None));
    world.arrives(added("wm1", "CODE1")).await;
    world.works_off().await;
    assert_eq!(world.ends().await, []);
    world.wechat.recover();
    world.clock.advance(Duration::from_secs(3));
    world.works_off().await;
    assert_eq!(world.ends().await, [(WelcomeEnd::Sent, 1)]);
}

#[tokio::test]
async fn after_twenty_seconds_nothing_is_sent() {
    let world = World::new();
    world.welcomes_with("欢迎", Vec::new()).await;
    world.arrives(added("wm1", "CODE1")).await;
    world.clock.advance(Duration::from_secs(20));
    world.works_off().await;
    assert_eq!(
        (world.welcomed().len(), world.ends().await),
        (0, vec![(WelcomeEnd::TooLate, 1)])
    );
}

#[tokio::test]
async fn each_way_a_welcome_can_end_is_counted() {
    for (failure, end) in [
        (refused(41_050, RefusalKind::Consent), WelcomeEnd::Expired),
        (refused(40_096, RefusalKind::Recipient), WelcomeEnd::Refused),
    ] {
        let world = World::new();
        world.welcomes_with("欢迎", Vec::new()).await;
        world.wechat.fail_next(failure);
        world.arrives(added("wm1", "CODE1")).await;
        world.works_off().await;
        assert_eq!(world.ends().await, [(end, 1)]);
    }
    let world = World::new();
    world.welcomes_with("欢迎", Vec::new()).await;
    world.wechat.was_welcomed("CODE1");
    world.arrives(added("wm1", "CODE1")).await;
    world.works_off().await;
    assert_eq!(world.ends().await, [(WelcomeEnd::AlreadyWelcomed, 1)]);
    // The file is not there.
    let missing = WelcomeAttachment::Image(MaterialId::from_uuid(Uuid::from_u128(1)));
    world.welcomes_with("欢迎", vec![missing]).await;
    world.arrives(added("wm2", "CODE2")).await;
    world.works_off().await;
    assert_eq!(
        world.ends().await,
        [(WelcomeEnd::AlreadyWelcomed, 1), (WelcomeEnd::NoMedium, 1)]
    );
}

#[tokio::test]
async fn an_unanswered_welcome_is_asked_about_again_because_its_code_serves_once() {
    let unanswered = || WechatFailure::Unanswered {
        note: "reset".to_owned(),
    };
    let world = World::new();
    world.welcomes_with("欢迎", Vec::new()).await;
    world.wechat.fail_next(unanswered());
    world.arrives(added("wm1", "CODE1")).await;
    world.works_off().await;
    // It had arrived.
    world.wechat.recover();
    world.wechat.was_welcomed("CODE1");
    world.clock.advance(Duration::from_secs(3));
    world.works_off().await;
    assert_eq!(world.ends().await, [(WelcomeEnd::Sent, 1)]);
    // Nobody answers until it is too late.
    let world = World::new();
    world.welcomes_with("欢迎", Vec::new()).await;
    world.wechat.fail_always(unanswered());
    world.arrives(added("wm1", "CODE1")).await;
    world.works_off().await;
    world.clock.advance(Duration::from_secs(25));
    world.works_off().await;
    assert_eq!(world.ends().await, [(WelcomeEnd::Unknown, 1)]);
}
