//! Followers, their synchronisation, their tags.

use std::collections::BTreeSet;

use domain::attendance::PersonRef;
use domain::identity::UnionId;
use domain::ids::{FollowerId, FollowerSyncId, MessageId, TagRunId};
use domain::wechat::followers::{
    Follower, FollowerProfile, FollowerSync, MemberOutcome, Remark, Statement, StoredFollower, SyncPhase, TagAction,
    TagRun,
};
use ports::wechat::followers::{FollowerFilter, FollowersTransaction, TagRunMember, WechatTag};
use ports::wechat::{MessageFilter, Recorded};
use ports::{PageQuery, StoreError};

use crate::StoreWorld;
use crate::build::{a_job, a_text_message, after, an_answer, fresh, fresh_id, next_now, now};
use crate::pages::{FIRST, by_cursor, by_number, nothing};
use crate::race::{persistently, race};

const ACCOUNT: &str = "default";

fn named(name: &str) -> PersonRef {
    PersonRef {
        account: ACCOUNT.to_owned(),
        open_id: format!("oPerson_{name}"),
    }
}

fn said(second: i64) -> Statement {
    Statement::of_message(fresh(MessageId::from_uuid), second)
}

/// Somebody who follows.
fn a_follower(name: &str) -> StoredFollower {
    let id = fresh(FollowerId::from_uuid);
    let (follower, _) = Follower::first_seen(id, named(name), true, said(1_796_000_000), next_now());
    follower.stored().clone()
}

async fn begin(world: &StoreWorld) -> Box<dyn FollowersTransaction> {
    world.followers.begin().await.unwrap()
}

async fn added(world: &StoreWorld, followers: Vec<StoredFollower>) -> Vec<Follower> {
    let followers: Vec<_> = followers.into_iter().map(Follower::restore).collect();
    let mut tx = begin(world).await;
    tx.followers().add(&followers).await.unwrap();
    tx.commit().await.unwrap();
    followers
}

async fn saved(world: &StoreWorld, follower: &Follower, expected_version: u64) -> Result<(), StoreError> {
    let mut tx = begin(world).await;
    tx.followers().save(follower, expected_version).await?;
    tx.commit().await
}

async fn found(world: &StoreWorld, name: &str) -> StoredFollower {
    let found = world.follower_reads.find(&named(name)).await.unwrap().unwrap();
    found.stored().clone()
}

async fn listed(world: &StoreWorld, filter: &FollowerFilter) -> Vec<String> {
    let page = world.follower_reads.list(ACCOUNT, filter, FIRST).await.unwrap();
    let name = |follower: &Follower| {
        follower
            .stored()
            .person
            .open_id
            .trim_start_matches("oPerson_")
            .to_owned()
    };
    page.items.iter().map(name).collect()
}

fn a_profile() -> FollowerProfile {
    FollowerProfile {
        subscribed_at: Some(after(1)),
        union_id: Some(UnionId::new("u-ann").unwrap()),
        language: Some("zh_CN".to_owned()),
        remark: Remark::new("小王 🍵").unwrap(),
        tags: BTreeSet::from([2, 100, 101]),
        subscribe_scene: Some("ADD_SCENE_QR_CODE".to_owned()),
        qr_scene: Some("98765".to_owned()),
        qr_scene_str: Some("ne-🎫".to_owned()),
    }
}

/// Every fact of a follower survives, inside the transaction and out.
pub async fn a_follower_comes_back_unchanged(world: StoreWorld) {
    let full = StoredFollower {
        person: PersonRef {
            account: "品牌号".to_owned(),
            open_id: "oÄ".to_owned(),
        },
        unsubscribed_at: Some(after(7)),
        blocked: true,
        profile: a_profile(),
        profile_read_at: Some(after(9)),
        listed_by: Some(fresh(FollowerSyncId::from_uuid)),
        version: 7,
        ..a_follower("full")
    };
    let followers = added(&world, vec![full, a_follower("bare")]).await;
    for follower in &followers {
        let stored = follower.stored();
        let reads = &world.follower_reads;
        assert_eq!(reads.find(&stored.person).await.unwrap().as_ref(), Some(follower));
        assert_eq!(reads.find_by_id(stored.id).await.unwrap().as_ref(), Some(follower));
        let mut tx = begin(&world).await;
        let open_ids = [stored.person.open_id.clone(), "oNobody".to_owned()];
        let locked = tx.followers().find_for_update(&stored.person.account, &open_ids).await;
        assert_eq!(locked.unwrap(), std::slice::from_ref(follower));
        let locked = tx.followers().find_by_id_for_update(stored.id).await.unwrap();
        assert_eq!(locked.as_ref(), Some(follower));
    }
    assert_eq!(world.follower_reads.find(&named("nobody")).await.unwrap(), None);
}

/// One person is one follower of one account, and ids that a forgiving collation takes for one are several people.
pub async fn a_person_follows_an_account_once(world: StoreWorld) {
    for name in ["zoe", "Zoe", "zoë", "zoe ", "🍵", "🍺"] {
        added(&world, vec![a_follower(name)]).await;
        assert_eq!(found(&world, name).await.person, named(name));
    }
    let mut tx = begin(&world).await;
    let again = tx.followers().add(&[Follower::restore(a_follower("zoe"))]).await;
    assert!(matches!(again, Err(StoreError::Duplicate(_))), "{again:?}");
    drop(tx);
    let elsewhere = StoredFollower {
        person: PersonRef {
            account: "second".to_owned(),
            ..named("zoe")
        },
        ..a_follower("zoe")
    };
    added(&world, vec![elsewhere]).await;
    assert_eq!(listed(&world, &FollowerFilter::default()).await.len(), 6);
}

/// A change is read back whole, tags included; over another's change it is refused.
pub async fn a_lost_update_of_a_follower_is_a_conflict(world: StoreWorld) {
    added(&world, vec![a_follower("a")]).await;
    let mut follower = Follower::restore(found(&world, "a").await);
    assert!(follower.learn(a_profile(), after(3)));
    saved(&world, &follower, 1).await.unwrap();
    assert_eq!(found(&world, "a").await, *follower.stored());
    assert_eq!(saved(&world, &follower, 1).await, Err(StoreError::VersionConflict));
    let (_, happened) = follower.state(false, said(1_796_000_100));
    assert!(happened.is_some());
    saved(&world, &follower, 2).await.unwrap();
    let gone = found(&world, "a").await;
    assert_eq!(gone.profile, FollowerProfile::default(), "nothing personal is left");
    let tagged = FollowerFilter {
        tag: Some(100),
        ..FollowerFilter::default()
    };
    assert_eq!(listed(&world, &tagged).await, [] as [String; 0]);
}

/// Every filter leaves those it describes, alone and together, last seen first.
pub async fn followers_are_filtered(world: StoreWorld) {
    let with = |name: &str, change: &dyn Fn(&mut StoredFollower)| {
        let mut follower = a_follower(name);
        change(&mut follower);
        follower
    };
    let mut elsewhere = with("other", &|follower| follower.profile = a_profile());
    elsewhere.person.account = "second".to_owned();
    let followers = vec![
        with("plain", &|_| {}),
        with("gone", &|follower| follower.subscribed = false),
        with("blocked", &|follower| follower.blocked = true),
        with("full", &|follower| follower.profile = a_profile()),
        with("tagged", &|follower| {
            follower.profile.tags = BTreeSet::from([100]);
            follower.profile.remark = Remark::new("小李%").unwrap();
        }),
        elsewhere,
    ];
    added(&world, followers).await;
    let everybody = FollowerFilter::default;
    let text = |text: &str| Some(text.to_owned());
    let cases: Vec<(FollowerFilter, &[&str])> = vec![
        (everybody(), &["tagged", "full", "blocked", "gone", "plain"]),
        (
            FollowerFilter {
                subscribed: Some(false),
                ..everybody()
            },
            &["gone"],
        ),
        (
            FollowerFilter {
                subscribed: Some(true),
                ..everybody()
            },
            &["tagged", "full", "blocked", "plain"],
        ),
        (
            FollowerFilter {
                blocked: Some(true),
                ..everybody()
            },
            &["blocked"],
        ),
        (
            FollowerFilter {
                blocked: Some(false),
                subscribed: Some(false),
                ..everybody()
            },
            &["gone"],
        ),
        (
            FollowerFilter {
                tag: Some(100),
                ..everybody()
            },
            &["tagged", "full"],
        ),
        (
            FollowerFilter {
                tag: Some(2),
                ..everybody()
            },
            &["full"],
        ),
        (
            FollowerFilter {
                tag: Some(7),
                ..everybody()
            },
            &[],
        ),
        (
            FollowerFilter {
                tag: Some(100),
                remark: text("小李"),
                ..everybody()
            },
            &["tagged"],
        ),
        (
            FollowerFilter {
                tag: Some(100),
                blocked: Some(true),
                ..everybody()
            },
            &[],
        ),
        (
            FollowerFilter {
                subscribe_scene: text("ADD_SCENE_QR_CODE"),
                ..everybody()
            },
            &["full"],
        ),
        (
            FollowerFilter {
                union_id: text("u-ann"),
                ..everybody()
            },
            &["full"],
        ),
        (
            FollowerFilter {
                union_id: text("U-ANN"),
                ..everybody()
            },
            &[],
        ),
        (
            FollowerFilter {
                open_id: text("oPerson_gone"),
                ..everybody()
            },
            &["gone"],
        ),
        (
            FollowerFilter {
                remark: text("小"),
                ..everybody()
            },
            &["tagged", "full"],
        ),
        (
            FollowerFilter {
                remark: text("小王 🍵"),
                ..everybody()
            },
            &["full"],
        ),
        (
            FollowerFilter {
                remark: text("%"),
                ..everybody()
            },
            &[],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(listed(&world, &filter).await, expected, "{filter:?}");
    }
}

/// Both ways through a list, of all and of one tag, visit everybody once in the same order.
pub async fn follower_pages_by_number_and_cursor_agree(world: StoreWorld) {
    let mut followers = Vec::new();
    for number in 0..25 {
        let mut follower = a_follower(&format!("{number:02}"));
        follower.profile.tags = BTreeSet::from([100 + number % 2]);
        followers.push(follower);
    }
    added(&world, followers).await;
    for (tag, count) in [(None, 25), (Some(100), 13)] {
        let filter = FollowerFilter {
            tag,
            ..FollowerFilter::default()
        };
        let list = |page: PageQuery| world.follower_reads.list(ACCOUNT, &filter, page);
        let numbered = by_number(4, list).await;
        let walked = by_cursor(4, list, nothing).await;
        assert_eq!((numbered.len(), &numbered), (count, &walked));
        let ids: Vec<_> = walked.iter().map(|follower| follower.stored().id).collect();
        assert!(ids.is_sorted_by(|one, next| one > next), "last seen first, each once");
    }
}

/// Those who follow are walked in order of id from anywhere.
pub async fn people_who_follow_are_walked(world: StoreWorld) {
    let mut followers: Vec<_> = (0..5).map(|number| a_follower(&number.to_string())).collect();
    followers[2].subscribed = false;
    let ids: Vec<_> = followers.iter().map(|follower| follower.id).collect();
    added(&world, followers).await;
    let walk = async |last, max| {
        let found = world.follower_reads.following_after(ACCOUNT, last, max).await.unwrap();
        found.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert_eq!(walk(None, 2).await, [ids[0], ids[1]]);
    assert_eq!(walk(Some(ids[1]), 9).await, [ids[3], ids[4]]);
    assert_eq!(walk(Some(ids[4]), 9).await, []);
}

/// Who was not in a synchronisation's list is found: listed by an older one or by none; unfollowed people are left out.
pub async fn unlisted_followers_are_found(world: StoreWorld) {
    let mut followers: Vec<_> = ["none", "old", "gone", "listed"].map(a_follower).into();
    let (old, new) = (fresh(FollowerSyncId::from_uuid), fresh(FollowerSyncId::from_uuid));
    followers[1].listed_by = Some(old);
    followers[2].subscribed = false;
    let listed = followers[3].id;
    added(&world, followers).await;
    let mut tx = begin(&world).await;
    tx.followers().mark_listed(&[listed], new).await.unwrap();
    let unlisted = tx.followers().unlisted_for_update(ACCOUNT, new, 10).await.unwrap();
    let mut names: Vec<_> = unlisted
        .iter()
        .map(|one| one.stored().person.open_id.as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["oPerson_none", "oPerson_old"]);
    assert_eq!(
        tx.followers().unlisted_for_update(ACCOUNT, new, 1).await.unwrap().len(),
        1
    );
    assert_eq!(
        tx.followers()
            .unlisted_for_update("second", new, 1)
            .await
            .unwrap()
            .len(),
        0
    );
    tx.followers().mark_listed(&[], new).await.unwrap();
    tx.commit().await.unwrap();
    let kept = found(&world, "listed").await;
    assert_eq!(
        (kept.listed_by, kept.version),
        (Some(new), 1),
        "being listed is no change of version"
    );
}

/// Everybody of an account can be taken off the black list at once.
pub async fn a_black_list_is_emptied(world: StoreWorld) {
    let mut follower = a_follower("a");
    follower.blocked = true;
    added(&world, vec![follower]).await;
    let mut tx = begin(&world).await;
    tx.followers().unblock_all(ACCOUNT).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!found(&world, "a").await.blocked);
}

/// Followers, log and jobs commit together or not at all.
pub async fn a_dropped_follower_transaction_leaves_nothing(world: StoreWorld) {
    let follower = Follower::restore(a_follower("a"));
    for commits in [false, true] {
        let mut tx = begin(&world).await;
        tx.followers().add(std::slice::from_ref(&follower)).await.unwrap();
        tx.outbox().enqueue(&[a_job("read")]).await.unwrap();
        if commits {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
        }
        let known = world.follower_reads.find(&named("a")).await.unwrap().is_some();
        assert_eq!(
            (known, world.relay_all(now()).await.len()),
            (commits, usize::from(commits))
        );
    }
}

fn a_sync(before: Option<&FollowerSync>) -> FollowerSync {
    FollowerSync::start(ACCOUNT, fresh(FollowerSyncId::from_uuid), before, next_now()).0
}

async fn sync_saved(world: &StoreWorld, sync: &FollowerSync, expected: Option<u64>) -> Result<(), StoreError> {
    let mut tx = world.followers.begin().await?;
    tx.syncs().save(sync, expected).await?;
    tx.commit().await
}

/// An account has one synchronisation, whose every step is read back.
pub async fn a_synchronisation_comes_back_unchanged(world: StoreWorld) {
    assert_eq!(world.follower_reads.sync(ACCOUNT).await.unwrap(), None);
    let mut sync = a_sync(None);
    sync_saved(&world, &sync, None).await.unwrap();
    assert_eq!(world.follower_reads.sync(ACCOUNT).await.unwrap().as_ref(), Some(&sync));
    let twin = sync_saved(&world, &a_sync(None), None).await;
    assert!(matches!(twin, Err(StoreError::Duplicate(_))), "{twin:?}");
    sync.listed(10_000, 10_001, Some("oÄ🍵".to_owned()), after(1));
    sync_saved(&world, &sync, Some(1)).await.unwrap();
    sync.listed(0, 0, None, after(2));
    sync.swept(3, false, after(3));
    sync.profiled(7, Some(fresh(FollowerId::from_uuid)), after(4));
    assert_eq!(sync.stored().phase, SyncPhase::Profiles);
    assert!(sync.fail("WeChat refused (45009)".to_owned(), after(5)).is_some());
    sync_saved(&world, &sync, Some(2)).await.unwrap();
    let mut tx = begin(&world).await;
    assert_eq!(tx.syncs().find_for_update(ACCOUNT).await.unwrap().as_ref(), Some(&sync));
    drop(tx);
    let next = a_sync(Some(&sync));
    sync_saved(&world, &next, Some(sync.stored().version)).await.unwrap();
    assert_eq!(world.follower_reads.sync(ACCOUNT).await.unwrap(), Some(next));
}

/// Twenty workers carry out the same step; one of them moves the synchronisation on.
pub async fn a_step_is_taken_by_one_of_twenty(world: StoreWorld) {
    let sync = a_sync(None);
    sync_saved(&world, &sync, None).await.unwrap();
    let outcomes = race(20, |_| {
        let (world, mut sync) = (world.clone(), sync.clone());
        async move {
            sync.listed(1, 9, Some("o".to_owned()), after(1));
            persistently(|| async {
                match sync_saved(&world, &sync, Some(1)).await {
                    Err(StoreError::VersionConflict) => Ok(false),
                    outcome => outcome.map(|()| true),
                }
            })
            .await
            .unwrap()
        }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|taken| **taken).count(), 1);
    let stored = world.follower_reads.sync(ACCOUNT).await.unwrap().unwrap();
    assert_eq!((stored.stored().pages, stored.stored().version), (1, 2));
}

fn a_tag(id: i64, name: &str) -> WechatTag {
    WechatTag {
        id,
        name: name.to_owned(),
        followers: 3,
    }
}

/// Tags are stored as WeChat tells them; what it tells no more is gone, from followers too.
pub async fn forgotten_tags_are_gone_from_followers(world: StoreWorld) {
    let mut follower = a_follower("a");
    follower.profile.tags = BTreeSet::from([2, 100, 101]);
    added(&world, vec![follower]).await;
    let mut tx = begin(&world).await;
    let all = [a_tag(2, "星标组"), a_tag(100, "嘉宾 🎤"), a_tag(101, "old")];
    tx.tags().replace(ACCOUNT, &all, after(1)).await.unwrap();
    tx.tags()
        .replace("second", &[a_tag(100, "else")], after(1))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = begin(&world).await;
    tx.tags().replace(ACCOUNT, &all[..2], after(2)).await.unwrap();
    tx.tags().put(ACCOUNT, &a_tag(100, "讲师"), after(3)).await.unwrap();
    tx.commit().await.unwrap();
    let tags = world.follower_reads.tags(ACCOUNT).await.unwrap();
    let told: Vec<_> = tags
        .iter()
        .map(|known| (known.tag.id, known.tag.name.as_str(), known.read_at))
        .collect();
    assert_eq!(told, [(2, "星标组", after(2)), (100, "讲师", after(3))]);
    assert_eq!(found(&world, "a").await.profile.tags, BTreeSet::from([2, 100]));
    let mut tx = begin(&world).await;
    tx.tags().remove(ACCOUNT, 100).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found(&world, "a").await.profile.tags, BTreeSet::from([2]));
    assert_eq!(world.follower_reads.tags(ACCOUNT).await.unwrap().len(), 1);
    let mut tx = begin(&world).await;
    tx.tags().replace(ACCOUNT, &[], after(4)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(found(&world, "a").await.profile.tags, BTreeSet::new());
    assert_eq!(world.follower_reads.tags("second").await.unwrap().len(), 1);
}

/// A tag is given to those who follow and taken from them, twice without harm; strangers are left out.
pub async fn tags_are_given_to_those_who_follow(world: StoreWorld) {
    let mut gone = a_follower("gone");
    gone.subscribed = false;
    added(&world, vec![a_follower("a"), a_follower("b"), gone]).await;
    let people: Vec<_> = ["a", "b", "gone", "nobody"].map(|name| named(name).open_id).into();
    let mark = async |action, people: &[String]| {
        let mut tx = begin(&world).await;
        tx.tags().mark(ACCOUNT, 100, action, people).await.unwrap();
        tx.commit().await.unwrap();
    };
    mark(TagAction::Give, &people).await;
    mark(TagAction::Give, &people).await;
    mark(TagAction::Give, &[]).await;
    for (name, tagged) in [("a", true), ("b", true), ("gone", false)] {
        assert_eq!(found(&world, name).await.profile.tags.contains(&100), tagged, "{name}");
    }
    mark(TagAction::Take, &people[..1]).await;
    mark(TagAction::Take, &people[..1]).await;
    assert!(!found(&world, "a").await.profile.tags.contains(&100));
    assert!(found(&world, "b").await.profile.tags.contains(&100));
}

/// A run over thousands keeps its people in order, with what became of each.
pub async fn a_tag_run_comes_back_with_its_people(world: StoreWorld) {
    let id = fresh(TagRunId::from_uuid);
    let mut run = TagRun::start(id, ACCOUNT, 100, TagAction::Give, 1_000, now());
    let member = |number: usize| TagRunMember {
        id: fresh_id(),
        open_id: format!("oPerson_{number:06}"),
        outcome: MemberOutcome::Waiting,
    };
    let members: Vec<_> = (0..1_000).map(member).collect();
    let mut tx = begin(&world).await;
    tx.tags().add_run(&run, &members).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.follower_reads.tag_run(id).await.unwrap().as_ref(), Some(&run));
    let outcomes = [
        (members[0].id, MemberOutcome::Done),
        (members[1].id, MemberOutcome::Refused(45_059)),
    ];
    run.came_on(&outcomes.map(|(_, outcome)| outcome), after(1));
    let mut tx = begin(&world).await;
    assert!(tx.tags().run_for_update(id).await.unwrap().is_some());
    tx.tags().save_run(&run, 1, &outcomes).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = begin(&world).await;
    let twin = tx.tags().save_run(&run, 1, &outcomes).await;
    assert_eq!(twin, Err(StoreError::VersionConflict));
    drop(tx);
    assert_eq!(world.follower_reads.tag_run(id).await.unwrap().as_ref(), Some(&run));
    let people = async |outcome: Option<&'static str>| {
        let list = |page: PageQuery| world.follower_reads.tag_run_members(id, outcome, page);
        assert_eq!(
            by_number(200, list).await.len(),
            by_cursor(200, list, nothing).await.len()
        );
        by_number(200, list).await
    };
    assert_eq!(people(None).await.len(), 1_000);
    assert_eq!(people(Some("waiting")).await[0].open_id, "oPerson_000002");
    assert_eq!(people(Some("refused")).await[0].outcome, MemberOutcome::Refused(45_059));
    assert_eq!(
        world.follower_reads.tag_run(fresh(TagRunId::from_uuid)).await.unwrap(),
        None
    );
}

/// What a person wrote is gone, and a redelivery of it is still no new message. Newer messages, waiting ones and those of
/// others stay.
pub async fn erased_messages_leave_no_words_and_stay_known(world: StoreWorld) {
    let message = |name: &str, second: i64| {
        let mut message = a_text_message(named(name), "我的电话是…");
        message.incoming.create_time = second;
        message
    };
    let mut batch: Vec<_> = (100..107).map(|second| message("a", second)).collect();
    batch.push(message("a", 301));
    batch.push(message("b", 100));
    world.messages.record(&batch).await.unwrap();
    let answers: Vec<_> = batch
        .iter()
        .skip(1)
        .map(|message| an_answer(message.id, "票码 NE1-…"))
        .collect();
    world.messages.answer(&answers).await.unwrap();
    let erase = async |max| world.personal_data.erase_messages(&named("a"), 300, max).await.unwrap();
    assert_eq!((erase(4).await, erase(4).await, erase(4).await), (4, 2, 0));
    let list = world
        .message_reads
        .list(&MessageFilter::default(), FIRST)
        .await
        .unwrap();
    for message in list.items {
        let stays = message.from_user != named("a").open_id || message.create_time == 301 || message.create_time == 100;
        assert_eq!(!message.raw.is_empty(), stays, "{}", message.create_time);
        assert_eq!(message.content.is_some(), stays);
        let speaks = message
            .answer
            .is_some_and(|answer| !matches!(answer.reply, domain::wechat::Reply::Silence));
        assert_eq!(
            speaks,
            stays && message.create_time != 100 || message.from_user != named("a").open_id
        );
    }
    let mut redelivered = batch[1].clone();
    redelivered.id = fresh(MessageId::from_uuid);
    let again = world.messages.record(&[redelivered]).await.unwrap();
    assert!(matches!(again[0], Recorded::Again(_)), "{again:?}");
}
