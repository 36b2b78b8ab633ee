//! The directory of a WeCom corporation.

use std::collections::BTreeMap;
use std::time::Duration;

use adapter_memory::{CorpCall, WechatCall};
use application::Context;
use application::wechat::wecom::{CorpError, CorpSyncCommand};
use domain::attendance::PersonRef;
use domain::wechat::followers::{SyncRefusal, SyncState};
use domain::wechat::wecom::directory::{Member, MemberFacts, MemberState};
use domain::wechat::wecom::{CorpSync, CorpSyncKind, CorpSyncPhase};
use domain::wechat::{Incoming, IncomingKind, Signal};
use ports::PageQuery;
use ports::wechat::wecom::MemberFilter;
use ports::wechat::{RefusalKind, WechatFailure};

use crate::world::{World, incoming};

pub const CORP: &str = "corp";
pub const PAGE: PageQuery = PageQuery::Number { page: 1, size: 200 };

pub fn command(kind: CorpSyncKind) -> CorpSyncCommand {
    CorpSyncCommand {
        account: CORP.to_owned(),
        kind,
        context: Context::of("test"),
    }
}

fn facts(user_id: &str, departments: &[i64]) -> MemberFacts {
    MemberFacts {
        user_id: user_id.to_owned(),
        name: Some(format!("名{user_id}")),
        departments: Some(departments.iter().map(|id| (*id, false)).collect()),
        ..MemberFacts::default()
    }
}

/// An event of the corporation, so many seconds after the morning began; each call is another message.
pub fn posted(signal: Signal, seconds: i64) -> Incoming {
    let mut message = incoming(
        "sys",
        "event",
        Some("change_contact"),
        None,
        IncomingKind::Signal(signal),
    );
    message.person = PersonRef {
        account: CORP.to_owned(),
        open_id: "sys".to_owned(),
    };
    message.create_time += seconds;
    message
}

fn changed(change: &str, user_id: &str, new_user_id: Option<&str>, seconds: i64) -> Incoming {
    let signal = Signal::DirectoryChanged {
        change: change.to_owned(),
        user_id: Some(user_id.to_owned()),
        new_user_id: new_user_id.map(str::to_owned),
        department: None,
        departments: vec![2],
    };
    posted(signal, seconds)
}

fn department_changed(change: &str, id: u64, seconds: i64) -> Incoming {
    let signal = Signal::DirectoryChanged {
        change: change.to_owned(),
        user_id: None,
        new_user_id: None,
        department: Some(id),
        departments: Vec::new(),
    };
    posted(signal, seconds)
}

pub fn refused(code: i64, kind: RefusalKind) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind,
        note: "no".to_owned(),
    }
}

impl World {
    /// Two departments and three members, one of them in both.
    fn with_directory(&self) {
        self.wechat.has_department(1, "总公司", None);
        self.wechat.has_department(2, "市场部", Some(1));
        self.wechat.has_member(facts("ann", &[1]));
        self.wechat.has_member(facts("bob", &[1, 2]));
        self.wechat.has_member(facts("Cyd", &[2]));
    }

    pub async fn synchronises(&self, kind: CorpSyncKind) -> CorpSync {
        // Each of them asks for a list at another minute.
        self.clock.advance(Duration::from_secs(120));
        self.cases.corp.sync.start(&command(kind)).await.unwrap();
        self.works_off().await;
        self.cases.corp.sync.find(CORP, kind).await.unwrap()
    }

    async fn member(&self, user_id: &str) -> Member {
        self.cases.corp.directory.member(CORP, user_id).await.unwrap()
    }

    async fn members(&self, state: MemberState) -> Vec<String> {
        let filter = MemberFilter {
            state: Some(state),
            ..MemberFilter::default()
        };
        let page = self.cases.corp.directory.members(CORP, &filter, PAGE).await.unwrap();
        let mut names: Vec<_> = page
            .items
            .iter()
            .map(|member| member.stored().user_id.clone())
            .collect();
        names.sort_unstable();
        names
    }

    async fn one_step(&self) {
        let worker = self.worker();
        self.cases.relay_outbox.round().await.unwrap();
        worker.round(Duration::ZERO).await.unwrap();
        worker.drained().await;
    }
}

#[tokio::test]
async fn a_synchronisation_reads_everybody_and_notices_who_left() {
    let world = World::new();
    world.with_directory();
    let sync = world.synchronises(CorpSyncKind::Directory).await;
    let stored = sync.stored();
    assert_eq!(stored.state, SyncState::Finished, "{:?}", stored.error);
    assert_eq!(
        (stored.total, stored.walked, stored.read, stored.gone),
        (Some(2), 2, 4, 0)
    );
    assert_eq!(sync.is_complete(), Some(true));
    assert_eq!(world.members(MemberState::Active).await, ["Cyd", "ann", "bob"]);
    assert_eq!(world.member("CYD").await.stored().name.as_deref(), Some("名Cyd"));
    assert_eq!(
        world.member("bob").await.stored().departments,
        BTreeMap::from([(1, false), (2, false)])
    );
    world.wechat.loses_member("ann");
    world.wechat.loses_department(2);
    world.wechat.loses_member("cyd");
    world.wechat.has_member(facts("bob", &[1]));
    let sync = world.synchronises(CorpSyncKind::Directory).await;
    assert_eq!((sync.stored().gone, sync.is_complete()), (2, Some(true)));
    assert_eq!(world.members(MemberState::Left).await, ["Cyd", "ann"]);
    assert_eq!(
        world.member("ann").await.stored().name.as_deref(),
        Some("名ann"),
        "never deleted"
    );
    let departments = world.cases.corp.directory.departments(CORP).await.unwrap();
    assert_eq!(departments.iter().map(|one| one.facts.id).collect::<Vec<_>>(), [1]);
}

#[tokio::test]
async fn nothing_that_fails_or_is_empty_takes_anybody_away() {
    let world = World::new();
    world.with_directory();
    world.synchronises(CorpSyncKind::Directory).await;
    // A failure at any step.
    for granted in 0..3 {
        world
            .wechat
            .fail_after(granted, refused(48_002, RefusalKind::Configuration));
        let sync = world.synchronises(CorpSyncKind::Directory).await;
        assert_eq!(sync.stored().state, SyncState::Failed);
        assert!(sync.stored().error.as_deref().unwrap().contains("48002"));
        world.wechat.recover();
    }
    // A department that is not told of: what it held is not known.
    world.wechat.hides_department(2);
    world.wechat.loses_member("ann");
    let sync = world.synchronises(CorpSyncKind::Directory).await;
    assert_eq!((sync.is_complete(), sync.stored().skipped), (Some(false), 1));
    assert_eq!(world.members(MemberState::Left).await, Vec::<String>::new());
    // An empty tree.
    for id in [1, 2] {
        world.wechat.loses_department(id);
    }
    let sync = world.synchronises(CorpSyncKind::Directory).await;
    assert_eq!(sync.stored().state, SyncState::Failed);
    assert!(sync.stored().error.as_deref().unwrap().contains("visible range"));
    // Departments without anybody.
    world.wechat.has_department(7, "空", None);
    let sync = world.synchronises(CorpSyncKind::Directory).await;
    assert_eq!((sync.stored().state, sync.stored().gone), (SyncState::Finished, 0));
    assert_eq!(world.members(MemberState::Active).await.len(), 3);
}

#[tokio::test]
async fn ids_alone_add_up_and_erase_nothing() {
    let world = World::new();
    world.with_directory();
    world.synchronises(CorpSyncKind::Directory).await;
    world.wechat.tells_ids_only(2);
    world.wechat.has_member(facts("dan", &[1, 2]));
    let sync = world.synchronises(CorpSyncKind::Directory).await;
    assert_eq!(sync.is_complete(), Some(true), "{:?}", sync.stored().error);
    assert_eq!(sync.stored().reduced, 2);
    assert_eq!(world.members(MemberState::Active).await, ["Cyd", "ann", "bob", "dan"]);
    let both = BTreeMap::from([(1, false), (2, false)]);
    assert_eq!(world.member("bob").await.stored().departments, both);
    assert_eq!(world.member("dan").await.stored().departments, both);
    assert_eq!(world.member("bob").await.stored().name.as_deref(), Some("名bob"));
    // Somebody leaves a department.
    world.wechat.has_member(facts("bob", &[2]));
    world.synchronises(CorpSyncKind::Directory).await;
    assert_eq!(
        world.member("bob").await.stored().departments,
        BTreeMap::from([(2, false)])
    );
}

#[tokio::test]
async fn one_runs_at_a_time_is_ended_and_goes_on_after_a_death() {
    let world = World::new();
    world.with_directory();
    world.wechat.tells_names_only(2);
    let desk = &world.cases.corp.sync;
    let never = desk.cancel(&command(CorpSyncKind::Directory)).await;
    assert!(matches!(never, Err(CorpError::NeverSynchronised)), "{never:?}");
    let begun = desk.start(&command(CorpSyncKind::Directory)).await.unwrap();
    let again = desk.start(&command(CorpSyncKind::Directory)).await.unwrap();
    assert_eq!(begun, again, "the one that runs is answered");
    let other = desk.start(&command(CorpSyncKind::Contacts)).await.unwrap();
    assert_ne!(
        begun.stored().id,
        other.stored().id,
        "of the other kind another one runs"
    );
    desk.cancel(&command(CorpSyncKind::Contacts)).await.unwrap();
    world.one_step().await;
    let present = desk.find(CORP, CorpSyncKind::Directory).await.unwrap();
    assert_eq!(present.stored().phase, CorpSyncPhase::Members);
    // The next step's process dies, or WeCom does not answer: its job comes back.
    world.wechat.fail_next(WechatFailure::Later {
        code: None,
        after: None,
        note: "down".to_owned(),
    });
    world.works_off().await;
    world.clock.advance(Duration::from_secs(5));
    world.works_off().await;
    let done = desk.find(CORP, CorpSyncKind::Directory).await.unwrap();
    assert_eq!((done.stored().state, done.stored().reduced), (SyncState::Finished, 1));
    let over = desk.cancel(&command(CorpSyncKind::Directory)).await;
    assert!(
        matches!(over, Err(CorpError::Sync(SyncRefusal::NotRunning))),
        "{over:?}"
    );
    let foreign = CorpSyncCommand {
        account: "default".to_owned(),
        ..command(CorpSyncKind::Directory)
    };
    let foreign = desk.start(&foreign).await;
    assert!(matches!(foreign, Err(CorpError::UnknownAccount)), "{foreign:?}");
}

#[tokio::test]
async fn events_keep_members_current_whatever_their_order() {
    let world = World::new();
    world.with_directory();
    for message in [
        changed("create_user", "ann", None, 1),
        changed("delete_user", "bob", None, 9),
        changed("update_user", "bob", None, 8),
    ] {
        world.arrives(message).await;
    }
    world.works_off().await;
    assert_eq!(
        world.member("ann").await.stored().name.as_deref(),
        Some("名ann"),
        "read by a job"
    );
    assert_eq!(
        world.member("bob").await.stored().state,
        MemberState::Left,
        "the newest counts"
    );
    // A list of before the deletion does not bring anybody back.
    world
        .cases
        .corp
        .sync
        .start(&command(CorpSyncKind::Directory))
        .await
        .unwrap();
    world.works_off().await;
    assert_eq!(world.member("bob").await.stored().state, MemberState::Left);
    // WeCom, asked because of an event, knows nobody.
    world.arrives(changed("create_user", "eve", None, 20)).await;
    world.works_off().await;
    assert_eq!(world.member("eve").await.stored().state, MemberState::Left);
    // WeCom tells nothing but what the event says.
    world.wechat.tells_ids_only(10);
    world.arrives(changed("create_user", "fay", None, 30)).await;
    world.works_off().await;
    assert_eq!(
        world.member("fay").await.stored().departments,
        BTreeMap::from([(2, false)])
    );
    assert_eq!(world.member("fay").await.stored().state, MemberState::Active);
}

#[tokio::test]
async fn a_renamed_member_stays_the_same() {
    let world = World::new();
    world.with_directory();
    world.synchronises(CorpSyncKind::Directory).await;
    let before = world.member("ann").await.stored().id;
    world.wechat.loses_member("ann");
    world.wechat.has_member(facts("anna", &[1]));
    let renamed = changed("update_user", "ann", Some("anna"), 600);
    world.arrives(renamed.clone()).await;
    world.works_off().await;
    let member = world.member("anna").await;
    assert_eq!(
        (member.stored().id, member.stored().state),
        (before, MemberState::Active)
    );
    assert_eq!(
        world.member("ann").await.stored().state,
        MemberState::Left,
        "an older list finds it gone"
    );
    // Told twice.
    let mut twin = renamed;
    twin.dedupe[31] = 7;
    world.arrives(twin).await;
    world.works_off().await;
    assert_eq!(world.member("anna").await.stored().id, before);
}

#[tokio::test]
async fn events_keep_departments_current() {
    let world = World::new();
    world.with_directory();
    world.arrives(department_changed("create_party", 2, 1)).await;
    world.arrives(department_changed("delete_party", 3, 5)).await;
    world.arrives(department_changed("update_party", 3, 4)).await;
    world.arrives(department_changed("create_party", 9, 6)).await;
    world.works_off().await;
    let departments = world.cases.corp.directory.departments(CORP).await.unwrap();
    let told: Vec<_> = departments
        .iter()
        .map(|one| (one.facts.id, one.facts.name.as_deref()))
        .collect();
    assert_eq!(told, [(2, Some("市场部"))], "3 is gone, and WeCom knows no 9");
    let asked = |id| WechatCall::Corp(CorpCall::Department(id));
    assert!(!world.wechat.calls().contains(&asked(3)));
}
