//! WeCom corporations: the directory, external contacts, synchronisations, welcome messages.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{
    ContactSyncId, CorpMemberId, DirectorySyncId, ExternalContactId, MaterialId, MessageId, WelcomeMessageId,
};
use domain::time::Timestamp;
use domain::wechat::followers::Statement;
use domain::wechat::wecom::contacts::{
    Contact, ContactFacts, ContactKind, ContactProfile, RelationFacts, StoredContact, Welcome, WelcomeAttachment,
    WelcomeAttempt, WelcomeEnd, WelcomeSetting,
};
use domain::wechat::wecom::directory::{Department, DepartmentFacts, Member, MemberState, StoredMember};
use domain::wechat::wecom::{CorpSync, CorpSyncKind, CorpSyncPhase, StoredCorpSync, Walked};
use ports::StoreError;
use ports::wechat::wecom::{ContactFilter, CorpTransaction, MemberFilter};

use crate::StoreWorld;
use crate::build::{a_job, after, fresh, fresh_id, next_now, now};
use crate::pages::FIRST;
use crate::race::{persistently, race};

const CORP: &str = "corp";

fn said(second: i64) -> Statement {
    Statement::of_message(fresh(MessageId::from_uuid), second)
}

fn listed(second: i64) -> Statement {
    Statement::of_list(Timestamp::from_unix_seconds(second))
}

async fn begin(world: &StoreWorld) -> Box<dyn CorpTransaction> {
    world.corp.records.begin().await.unwrap()
}

fn a_member(user_id: &str) -> StoredMember {
    let id = fresh(CorpMemberId::from_uuid);
    let (member, _) = Member::first_seen(id, CORP, user_id, true, said(1_796_000_000), next_now());
    member.stored().clone()
}

async fn with_members(world: &StoreWorld, members: Vec<StoredMember>) -> Vec<Member> {
    let members: Vec<_> = members.into_iter().map(Member::restore).collect();
    let mut tx = begin(world).await;
    tx.members().add(&members).await.unwrap();
    tx.commit().await.unwrap();
    members
}

async fn member(world: &StoreWorld, user_id: &str) -> Option<Member> {
    world.corp.directory.member(CORP, user_id).await.unwrap()
}

fn a_relation(user_id: &str, tags: &[&str], state: Option<&str>) -> RelationFacts {
    RelationFacts {
        user_id: user_id.to_owned(),
        remark: "王总 🍵".to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        state: state.map(str::to_owned),
        add_way: Some(202),
        added_at: Some(after(3)),
    }
}

fn a_contact(name: &str, relations: Vec<RelationFacts>, sync: Option<ContactSyncId>) -> Contact {
    let external_user_id = format!("wm_{name}");
    let mut contact = Contact::first_seen(fresh(ExternalContactId::from_uuid), CORP, &external_user_id, next_now());
    let facts = ContactFacts {
        external_user_id,
        profile: ContactProfile {
            name: Some(format!("王{name}")),
            kind: Some(ContactKind::Wecom),
            position: Some("经理".to_owned()),
            corp_name: Some("茶行".to_owned()),
        },
        union_id: None,
        relations,
    };
    contact.told(&facts, listed(1_796_000_000), sync, after(1));
    contact
}

async fn with_contacts(world: &StoreWorld, contacts: &[Contact]) {
    let mut tx = begin(world).await;
    tx.contacts().add(contacts).await.unwrap();
    tx.commit().await.unwrap();
}

async fn saved(world: &StoreWorld, contact: &Contact, expected_version: u64) -> Result<(), StoreError> {
    let mut tx = begin(world).await;
    tx.contacts().save(contact, expected_version).await?;
    tx.commit().await
}

/// Every fact of a member survives, inside the transaction and out, and a lost update is a conflict.
pub async fn a_member_comes_back_unchanged(world: StoreWorld) {
    let full = StoredMember {
        user_id: "Zhang_San@一".to_owned(),
        state: MemberState::Left,
        left_at: Some(after(5)),
        name: Some("张三 🎫".to_owned()),
        alias: Some("San".to_owned()),
        position: Some("经理".to_owned()),
        departments: BTreeMap::from([(1, false), (30_000, true)]),
        main_department: Some(30_000),
        read_at: Some(after(7)),
        listed_by: Some(fresh(DirectorySyncId::from_uuid)),
        version: 7,
        ..a_member("full")
    };
    let members = with_members(&world, vec![full, a_member("bare")]).await;
    for known in &members {
        let stored = known.stored();
        assert_eq!(member(&world, &stored.user_id).await.as_ref(), Some(known));
        let by_id = world.corp.directory.member_by_id(stored.id).await.unwrap();
        assert_eq!(by_id.as_ref(), Some(known));
        let mut tx = begin(&world).await;
        let ids = [stored.user_id.clone(), "nobody".to_owned()];
        let locked = tx.members().find_for_update(CORP, &ids).await.unwrap();
        assert_eq!(locked, std::slice::from_ref(known));
    }
    let mut changed = Member::restore(a_member("bare"));
    changed = Member::restore(StoredMember {
        id: members[1].stored().id,
        version: 2,
        ..changed.stored().clone()
    });
    for (expected, outcome) in [(1, Ok(())), (1, Err(StoreError::VersionConflict))] {
        let mut tx = begin(&world).await;
        assert_eq!(tx.members().save(&changed, expected).await, outcome);
        if outcome.is_ok() {
            tx.commit().await.unwrap();
        }
    }
}

/// Letters' case makes no other member; a new id can be taken once.
pub async fn letters_case_makes_no_other_member(world: StoreWorld) {
    let members = with_members(&world, vec![a_member("Ann"), a_member("bob")]).await;
    assert_eq!(member(&world, "aNN").await.as_ref(), Some(&members[0]));
    let mut tx = begin(&world).await;
    let again = tx.members().add(&[Member::restore(a_member("ANN"))]).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    drop(tx);
    let mut renamed = members[0].clone();
    renamed.rename("BOB");
    let mut tx = begin(&world).await;
    let taken = tx.members().save(&renamed, 1).await;
    assert!(matches!(taken, Err(StoreError::Duplicate(_))), "{taken:?}");
    drop(tx);
    let mut renamed = members[0].clone();
    renamed.rename("anna");
    let mut tx = begin(&world).await;
    tx.members().save(&renamed, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(member(&world, "ann").await, None);
    assert_eq!(member(&world, "Anna").await, Some(renamed));
    let elsewhere = StoredMember {
        account: "second".to_owned(),
        ..a_member("bob")
    };
    with_members(&world, vec![elsewhere]).await;
}

/// Members are filtered by department, state and the beginning of the name, page by page.
pub async fn members_are_filtered(world: StoreWorld) {
    let some = |user: &str, name: &str, departments: &[i64], state| StoredMember {
        name: Some(name.to_owned()),
        departments: departments.iter().map(|id| (*id, false)).collect(),
        state,
        ..a_member(user)
    };
    let mut members = vec![
        some("a", "张三", &[1, 2], MemberState::Active),
        some("b", "张四", &[2], MemberState::Left),
        some("c", "李五", &[2], MemberState::Disabled),
    ];
    members.push(StoredMember {
        account: "second".to_owned(),
        ..some("d", "张六", &[2], MemberState::Active)
    });
    with_members(&world, members).await;
    let all = MemberFilter::default();
    let of = |department| MemberFilter {
        department: Some(department),
        ..MemberFilter::default()
    };
    let in_state = |state| MemberFilter {
        state: Some(state),
        ..MemberFilter::default()
    };
    let named = |name: &str| MemberFilter {
        name: Some(name.to_owned()),
        ..MemberFilter::default()
    };
    let both = MemberFilter {
        name: Some("张".to_owned()),
        ..of(2)
    };
    for (filter, expected) in [
        (all, "cba"),
        (of(2), "cba"),
        (of(1), "a"),
        (of(3), ""),
        (in_state(MemberState::Left), "b"),
        (named("张"), "ba"),
        (named("三"), ""),
        (both, "ba"),
    ] {
        let page = world.corp.directory.members(CORP, &filter, FIRST).await.unwrap();
        let found: String = page.items.iter().map(|one| one.stored().user_id.as_str()).collect();
        assert_eq!(found, expected, "{filter:?}");
        assert_eq!(page.total, ports::Total::Exactly(found.len() as u64), "{filter:?}");
    }
    let second = ports::PageQuery::Number { page: 2, size: 2 };
    for filter in [MemberFilter::default(), of(2)] {
        let first = ports::PageQuery::Number { page: 1, size: 2 };
        let first = world.corp.directory.members(CORP, &filter, first).await.unwrap();
        let last = first.next.unwrap();
        let after = ports::PageQuery::After { last, size: 2 };
        let by_cursor = world.corp.directory.members(CORP, &filter, after).await.unwrap();
        let by_number = world.corp.directory.members(CORP, &filter, second).await.unwrap();
        assert_eq!(by_cursor.items, by_number.items);
        assert_eq!(by_cursor.items.len(), 1);
    }
}

/// Members whom an older list held, or none, are found until they are marked; those who left are not.
pub async fn unlisted_members_are_found(world: StoreWorld) {
    let (older, newer) = (fresh(DirectorySyncId::from_uuid), fresh(DirectorySyncId::from_uuid));
    let left = StoredMember {
        state: MemberState::Left,
        ..a_member("left")
    };
    let old = StoredMember {
        listed_by: Some(older),
        ..a_member("old")
    };
    let new = StoredMember {
        listed_by: Some(newer),
        ..a_member("new")
    };
    let members = with_members(&world, vec![left, old, new, a_member("never")]).await;
    let mut tx = begin(&world).await;
    let found = tx.members().unlisted_for_update(CORP, newer, 10).await.unwrap();
    let names: BTreeSet<_> = found.iter().map(|one| one.stored().user_id.clone()).collect();
    assert_eq!(names, BTreeSet::from(["never".to_owned(), "old".to_owned()]));
    assert_eq!(tx.members().unlisted_for_update(CORP, newer, 1).await.unwrap().len(), 1);
    let ids: Vec<_> = members.iter().map(|one| one.stored().id).collect();
    tx.members().mark_listed(&ids, newer).await.unwrap();
    assert_eq!(tx.members().unlisted_for_update(CORP, newer, 10).await.unwrap(), []);
    tx.commit().await.unwrap();
    let marked = member(&world, "never").await.unwrap();
    assert_eq!((marked.stored().listed_by, marked.stored().version), (Some(newer), 1));
}

/// Departments are stored in place of what was known of them, walked in order, and found when no list held them.
pub async fn departments_come_back_and_are_walked(world: StoreWorld) {
    let sync = fresh(DirectorySyncId::from_uuid);
    let some = |id: i64, name: Option<&str>, present: bool, listed_by| Department {
        listed_by,
        ..Department::first_seen(
            CORP.to_owned(),
            DepartmentFacts {
                id,
                name: name.map(str::to_owned),
                parent: (id > 1).then_some(1),
                order: name.map(|_| 100_000_000),
            },
            present,
            said(7),
            after(1),
        )
    };
    let departments = [
        some(1, Some("总公司 🏢"), true, Some(sync)),
        some(2, None, true, None),
        some(3, Some("gone"), false, None),
        some(30_000, Some("远"), true, Some(sync)),
    ];
    let mut tx = begin(&world).await;
    tx.departments().put(&departments).await.unwrap();
    tx.commit().await.unwrap();
    let present = world.corp.directory.departments(CORP).await.unwrap();
    assert_eq!(
        present,
        [departments[0].clone(), departments[1].clone(), departments[3].clone()]
    );
    let next = async |last| world.corp.directory.listed_after(CORP, sync, last).await.unwrap();
    assert_eq!((next(None).await, next(Some(1)).await), (Some(1), Some(30_000)));
    assert_eq!(next(Some(30_000)).await, None);
    let mut tx = begin(&world).await;
    let known = tx.departments().find_for_update(CORP, &[3, 1, 9, 1]).await.unwrap();
    assert_eq!(known, [departments[0].clone(), departments[2].clone()]);
    let unlisted = tx.departments().unlisted_for_update(CORP, sync, 10).await.unwrap();
    assert_eq!(unlisted, [departments[1].clone()]);
    let changed = Department {
        present: false,
        ..departments[1].clone()
    };
    tx.departments().put(&[changed]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.corp.directory.departments(CORP).await.unwrap().len(), 2);
    assert_eq!(world.corp.directory.departments("second").await.unwrap(), []);
}

/// Every fact of a contact and its relations survives, inside the transaction and out, and a lost update is a conflict.
pub async fn a_contact_comes_back_with_its_relations(world: StoreWorld) {
    let sync = fresh(ContactSyncId::from_uuid);
    let mut full = a_contact(
        "full 🍵",
        vec![a_relation("Ann", &["t1", "标签"], Some("海报"))],
        Some(sync),
    );
    full.relate("bob", true, said(1_796_000_100));
    full.relate("cyd", false, said(1_796_000_100));
    let bare = Contact::first_seen(fresh(ExternalContactId::from_uuid), CORP, "wm_bare", next_now());
    let contacts = [full, bare];
    with_contacts(&world, &contacts).await;
    for known in &contacts {
        let stored = known.stored();
        let read = world
            .corp
            .contacts
            .contact(CORP, &stored.external_user_id)
            .await
            .unwrap();
        assert_eq!(read.as_ref(), Some(known));
        let by_id = world.corp.contacts.contact_by_id(stored.id).await.unwrap();
        assert_eq!(by_id.as_ref(), Some(known));
        let mut tx = begin(&world).await;
        let ids = [stored.external_user_id.clone(), "wm_nobody".to_owned()];
        let locked = tx.contacts().find_for_update(CORP, &ids).await.unwrap();
        assert_eq!(locked, std::slice::from_ref(known));
    }
    let mut changed = contacts[0].clone();
    changed.relate("ann", false, said(1_796_000_200));
    changed.changed();
    saved(&world, &changed, 1).await.unwrap();
    assert_eq!(saved(&world, &changed, 1).await, Err(StoreError::VersionConflict));
    let id = &changed.stored().external_user_id;
    assert_eq!(
        world.corp.contacts.contact(CORP, id).await.unwrap(),
        Some(changed.clone())
    );
    let mut tx = begin(&world).await;
    let twin = StoredContact {
        id: fresh(ExternalContactId::from_uuid),
        ..changed.stored().clone()
    };
    let again = tx.contacts().add(&[Contact::restore(twin)]).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
}

/// Contacts are filtered by member, tag, state and the beginning of the name, together too; each comes once.
pub async fn contacts_are_filtered(world: StoreWorld) {
    let mut gone = a_contact("gone", vec![a_relation("ann", &["t1"], Some("s"))], None);
    gone.relate("ann", false, said(1_796_000_200));
    with_contacts(
        &world,
        &[
            a_contact(
                "a",
                vec![
                    a_relation("Ann", &["t1"], Some("s")),
                    a_relation("bob", &["t1"], Some("s")),
                ],
                None,
            ),
            a_contact("b", vec![a_relation("ann", &["t2"], None)], None),
            a_contact("c", vec![a_relation("bob", &["t1", "t2"], Some("S"))], None),
            gone,
        ],
    )
    .await;
    let filter = |user: Option<&str>, tag: Option<&str>, state: Option<&str>, name: Option<&str>| ContactFilter {
        user_id: user.map(str::to_owned),
        tag: tag.map(str::to_owned),
        state: state.map(str::to_owned),
        name: name.map(str::to_owned),
    };
    for (filter, expected) in [
        (filter(None, None, None, None), "cba"),
        (filter(Some("ANN"), None, None, None), "ba"),
        (filter(None, Some("t1"), None, None), "ca"),
        (filter(None, None, Some("s"), None), "a"),
        (filter(Some("bob"), Some("t2"), None, None), "c"),
        (filter(Some("bob"), Some("t1"), Some("s"), None), "a"),
        (filter(None, None, None, Some("王b")), "b"),
        (filter(Some("ann"), None, None, Some("王a")), "a"),
        (filter(Some("nobody"), None, None, None), ""),
    ] {
        let page = world.corp.contacts.contacts(CORP, &filter, FIRST).await.unwrap();
        let names = page
            .items
            .iter()
            .map(|one| one.stored().external_user_id.trim_start_matches("wm_"));
        let found: String = names.collect();
        assert_eq!(found, expected);
        assert_eq!(page.total, ports::Total::Exactly(found.len() as u64));
    }
    let of_tag = filter(None, Some("t1"), None, None);
    let first = ports::PageQuery::Number { page: 1, size: 1 };
    let first = world.corp.contacts.contacts(CORP, &of_tag, first).await.unwrap();
    let last = first.next.unwrap();
    let after = ports::PageQuery::After { last, size: 1 };
    let rest = world.corp.contacts.contacts(CORP, &of_tag, after).await.unwrap();
    assert_eq!(rest.items[0].stored().external_user_id, "wm_a");
    assert_eq!(rest.next, None);
}

/// Contacts with a relation that an older list held, or none, are found; those without relations are not.
pub async fn unlisted_contacts_are_found(world: StoreWorld) {
    let (older, newer) = (fresh(ContactSyncId::from_uuid), fresh(ContactSyncId::from_uuid));
    let mut half = a_contact("half", vec![a_relation("ann", &[], None)], Some(newer));
    half.relate("bob", true, said(1_796_000_300));
    let mut gone = a_contact("gone", vec![a_relation("ann", &[], None)], None);
    gone.relate("ann", false, said(1_796_000_300));
    let old = a_contact("old", vec![a_relation("ann", &[], None)], Some(older));
    let new = a_contact("new", vec![a_relation("ann", &[], None)], Some(newer));
    with_contacts(&world, &[half, gone, old, new]).await;
    let mut tx = begin(&world).await;
    let found = tx.contacts().unlisted_for_update(CORP, newer, 10).await.unwrap();
    let names: BTreeSet<_> = found.iter().map(|one| one.stored().external_user_id.clone()).collect();
    assert_eq!(names, BTreeSet::from(["wm_half".to_owned(), "wm_old".to_owned()]));
    for mut contact in found {
        contact.sweep(newer, listed(1_796_000_200));
        contact.changed();
        let before = contact.stored().version - 1;
        tx.contacts().save(&contact, before).await.unwrap();
    }
    assert_eq!(tx.contacts().unlisted_for_update(CORP, newer, 10).await.unwrap(), []);
}

/// The contacts of a member are found, however the id is written, at most so many.
pub async fn contacts_of_a_member_are_found(world: StoreWorld) {
    let of = |name: &str, user: &str| a_contact(name, vec![a_relation(user, &[], None)], None);
    let mut parted = of("parted", "ann");
    parted.relate("ann", false, said(1_796_000_300));
    with_contacts(&world, &[of("a", "ann"), of("b", "ANN"), of("c", "bob"), parted]).await;
    let mut tx = begin(&world).await;
    let all = tx.contacts().of_user_for_update(CORP, "Ann", 10).await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(tx.contacts().of_user_for_update(CORP, "Ann", 1).await.unwrap().len(), 1);
    assert_eq!(tx.contacts().of_user_for_update("second", "Ann", 10).await.unwrap(), []);
}

/// Members with customer contact are walked in order of their keys; another synchronisation's are not.
pub async fn users_of_a_synchronisation_are_walked(world: StoreWorld) {
    let (first, second) = (fresh(ContactSyncId::from_uuid), fresh(ContactSyncId::from_uuid));
    let users: Vec<_> = (0..300).map(|number| format!("User{number:03}")).collect();
    for (sync, users) in [(first, &users[..2]), (second, &users[..])] {
        let mut tx = begin(&world).await;
        tx.contacts().replace_users(CORP, sync, users).await.unwrap();
        tx.commit().await.unwrap();
    }
    let after = async |sync, last, max| world.corp.contacts.users_after(CORP, sync, last, max).await.unwrap();
    assert_eq!(after(second, None, 100).await, &users[..100]);
    assert_eq!(after(second, Some("user099"), 2).await, &users[100..102]);
    assert_eq!(after(second, Some("user299"), 2).await, Vec::<String>::new());
    assert_eq!(after(first, None, 100).await, Vec::<String>::new());
}

/// Every fact of a synchronisation survives; an account has one of each kind.
pub async fn a_corporations_synchronisation_comes_back(world: StoreWorld) {
    let full = CorpSync::restore(StoredCorpSync {
        phase: CorpSyncPhase::OneByOne,
        last: Some("ann".to_owned()),
        cursor: Some("c".repeat(2_000)),
        until: Some("bob".to_owned()),
        total: Some(9),
        walked: 1,
        read: 2,
        reduced: 3,
        skipped: 4,
        gone: 5,
        finished_at: Some(after(9)),
        error: Some("WeCom refused (48002): 无权限".to_owned()),
        ..CorpSync::start(CORP, CorpSyncKind::Contacts, fresh_id(), None, now())
            .0
            .stored()
            .clone()
    });
    let (bare, _) = CorpSync::start(CORP, CorpSyncKind::Directory, fresh_id(), None, now());
    for sync in [&full, &bare] {
        let kind = sync.stored().kind;
        let mut tx = begin(&world).await;
        tx.syncs().save(sync, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            world.corp.directory.sync(CORP, kind).await.unwrap().as_ref(),
            Some(sync)
        );
        let mut tx = begin(&world).await;
        assert_eq!(
            tx.syncs().find_for_update(CORP, kind).await.unwrap().as_ref(),
            Some(sync)
        );
        let again = tx.syncs().save(sync, None).await;
        assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    }
    assert_eq!(
        world
            .corp
            .directory
            .sync("second", CorpSyncKind::Directory)
            .await
            .unwrap(),
        None
    );
}

/// Of twenty who take the same step one does.
pub async fn a_corporations_step_is_taken_by_one_of_twenty(world: StoreWorld) {
    let (sync, _) = CorpSync::start(CORP, CorpSyncKind::Directory, fresh_id(), None, now());
    let mut tx = begin(&world).await;
    tx.syncs().save(&sync, None).await.unwrap();
    tx.commit().await.unwrap();
    let took = race(20, |_| {
        let (world, sync) = (world.clone(), sync.clone());
        async move {
            persistently(|| async {
                let mut tx = world.corp.records.begin().await?;
                let kind = CorpSyncKind::Directory;
                let mut present = tx.syncs().find_for_update(CORP, kind).await?.unwrap();
                if present.stored().version != sync.stored().version {
                    return Ok(false);
                }
                present.walked(&Walked::default(), after(1));
                tx.syncs().save(&present, Some(sync.stored().version)).await?;
                tx.commit().await?;
                Ok(true)
            })
            .await
            .unwrap()
        }
    })
    .await;
    assert_eq!(took.into_iter().filter(|took| *took).count(), 1);
}

/// Every kind of attachment survives; a lost update is a conflict; an account has one message.
pub async fn a_welcome_message_comes_back_and_changes_by_version(world: StoreWorld) {
    let material = || fresh(MaterialId::from_uuid);
    let welcome = Welcome {
        enabled: true,
        text: Some("你好，{name}！\n🎉".to_owned()),
        attachments: vec![
            WelcomeAttachment::Image(material()),
            WelcomeAttachment::Video(material()),
            WelcomeAttachment::File(material()),
            WelcomeAttachment::Link {
                title: "日程".to_owned(),
                description: Some("…".to_owned()),
                url: "https://example.com/?a=1&b=\"2\"".to_owned(),
                picture_url: None,
            },
            WelcomeAttachment::MiniProgram {
                title: "票".to_owned(),
                picture: material(),
                app_id: "wx".to_owned(),
                page: "pages/a".to_owned(),
            },
        ],
    };
    let id = fresh(WelcomeMessageId::from_uuid);
    let (mut setting, _) = WelcomeSetting::new(id, CORP, welcome, now());
    let mut tx = begin(&world).await;
    tx.welcomes().save_setting(&setting, None).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        world.corp.contacts.welcome(CORP).await.unwrap().as_ref(),
        Some(&setting)
    );
    let mut tx = begin(&world).await;
    let again = tx.welcomes().save_setting(&setting, None).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    drop(tx);
    setting.change(Welcome::default(), after(1));
    for outcome in [Ok(()), Err(StoreError::VersionConflict)] {
        let mut tx = begin(&world).await;
        assert_eq!(tx.welcomes().save_setting(&setting, Some(1)).await, outcome);
        if outcome.is_ok() {
            tx.commit().await.unwrap();
        }
    }
    let mut tx = begin(&world).await;
    assert_eq!(tx.welcomes().setting_for_update(CORP).await.unwrap(), Some(setting));
    assert_eq!(tx.welcomes().setting_for_update("second").await.unwrap(), None);
}

/// An attempt is stored once and comes back; ends are counted by account.
pub async fn the_ends_of_welcomes_are_counted(world: StoreWorld) {
    let mut attempts: Vec<_> = (0..3)
        .map(|_| WelcomeAttempt::new(fresh(MessageId::from_uuid), CORP.to_owned(), now()))
        .collect();
    for attempt in &mut attempts {
        let mut tx = begin(&world).await;
        assert_eq!(tx.welcomes().attempt_for_update(attempt.id).await.unwrap(), None);
        attempt.call(after(1));
        tx.welcomes().add_attempt(attempt).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = begin(&world).await;
        let again = tx.welcomes().add_attempt(attempt).await;
        assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    }
    let ends = [WelcomeEnd::Sent, WelcomeEnd::Refused, WelcomeEnd::Sent];
    for (attempt, end) in attempts.iter_mut().zip(ends) {
        attempt.end(end, Some(40_058), false, after(2));
        let mut tx = begin(&world).await;
        tx.welcomes().save_attempt(attempt).await.unwrap();
        assert_eq!(
            tx.welcomes().attempt_for_update(attempt.id).await.unwrap().as_ref(),
            Some(&*attempt)
        );
        tx.commit().await.unwrap();
    }
    let mut counts = world.corp.contacts.welcome_counts(CORP).await.unwrap();
    counts.sort_unstable();
    assert_eq!(counts, [(WelcomeEnd::Sent, 2), (WelcomeEnd::Refused, 1)]);
    assert_eq!(world.corp.contacts.welcome_counts("second").await.unwrap(), []);
}

/// What is not committed never was.
pub async fn a_dropped_corp_transaction_leaves_nothing(world: StoreWorld) {
    let mut tx = begin(&world).await;
    tx.members().add(&[Member::restore(a_member("ann"))]).await.unwrap();
    tx.contacts()
        .add(&[a_contact("a", vec![a_relation("ann", &[], None)], None)])
        .await
        .unwrap();
    tx.outbox().enqueue(&[a_job("wechat.sync_corp")]).await.unwrap();
    drop(tx);
    assert_eq!(member(&world, "ann").await, None);
    assert_eq!(world.corp.contacts.contact(CORP, "wm_a").await.unwrap(), None);
    assert_eq!(world.relay_all(after(60)).await, []);
}
