//! Followers, kept current by what WeChat posts, and forgotten when they leave.

use std::collections::BTreeSet;
use std::sync::Arc;

use application::Context;
use application::wechat::accounts::AccountRegistry;
use application::wechat::followers::{BlockFollowersCommand, FollowerDetails, FollowerError, SetRemarkCommand};
use domain::events::QrPurpose;
use domain::identity::UnionId;
use domain::wechat::followers::{FollowerProfile, Remark};
use domain::wechat::{InteractionKind, PrivacyKind, Product, Reply};
use ports::PageQuery;
use ports::wechat::followers::FollowerFilter;
use ports::wechat::{AccountSetup, MessageFilter, MessageView, RefusalKind, WechatFailure};

use crate::world::{World, configured, follows, leaves, person, privacy, scan, sealer, text};

pub const PAGE: PageQuery = PageQuery::Number { page: 1, size: 200 };

pub fn profile(union_id: &str) -> FollowerProfile {
    FollowerProfile {
        union_id: UnionId::new(union_id).ok(),
        language: Some("zh_CN".to_owned()),
        remark: Remark::new("小王").unwrap(),
        tags: BTreeSet::from([2]),
        subscribe_scene: Some("ADD_SCENE_QR_CODE".to_owned()),
        ..FollowerProfile::default()
    }
}

impl World {
    pub async fn follower(&self, name: &str) -> FollowerDetails {
        self.cases.followers.read.find(&person(name)).await.unwrap()
    }

    pub async fn is_following(&self, name: &str) -> bool {
        self.follower(name).await.follower.stored().subscribed
    }

    async fn messages_of(&self, name: &str) -> Vec<MessageView> {
        let filter = MessageFilter {
            from_user: Some(person(name).open_id),
            ..MessageFilter::default()
        };
        self.cases.read_messages.list(&filter, PAGE).await.unwrap().items
    }

    async fn knows_union(&self, union_id: &str) -> bool {
        let union_id = UnionId::new(union_id).unwrap();
        self.cases.read_people.by_union(&union_id).await.unwrap().is_some()
    }

    /// Somebody follows and everything about it is done.
    pub async fn followed_by(&self, name: &str, union_id: &str) {
        self.wechat.has_follower(&person(name).open_id, profile(union_id));
        self.arrives(follows(name, 0)).await;
        self.works_off().await;
    }
}

#[tokio::test]
async fn whoever_follows_is_known_with_their_profile_and_can_be_reached() {
    let world = World::new();
    world.followed_by("ann", "u-ann").await;
    let ann = world.follower("ann").await;
    let stored = ann.follower.stored();
    assert!(stored.subscribed && stored.profile_read_at.is_some());
    assert_eq!(stored.profile.remark.as_str(), "小王");
    assert_eq!(stored.profile.subscribed_at, Some(crate::world::morning()));
    let window = ann.contact.window.unwrap();
    assert_eq!((window.opened_by, window.remaining), (InteractionKind::Follow, 3));
    assert!(world.knows_union("u-ann").await);
}

#[tokio::test]
async fn events_out_of_order_and_twice_come_out_as_in_order() {
    let world = World::new();
    world.wechat.has_follower(&person("ann").open_id, profile("u-ann"));
    let (first, second, third) = (follows("ann", 0), leaves("ann", 10), follows("ann", 20));
    for message in [third.clone(), first.clone(), second, third, first] {
        world.arrives(message).await;
        world.works_off().await;
    }
    assert!(world.is_following("ann").await);
    world.arrives(leaves("ben", 10)).await;
    world.arrives(follows("ben", 5)).await;
    world.works_off().await;
    assert!(!world.is_following("ben").await);
}

#[tokio::test]
async fn whoever_leaves_leaves_nothing_personal_but_what_they_registered_for() {
    let world = World::new();
    let event = world.event(|_| {}).await;
    let code = world.code(event, QrPurpose::Register).await;
    world.followed_by("ann", "u-ann").await;
    world.arrives(scan("ann", &code)).await;
    world.arrives(text("ann", "我住在…")).await;
    world.arrives(text("ben", "你好")).await;
    world.works_off().await;
    world.arrives(leaves("ann", 30)).await;
    world.works_off().await;
    let stored = world.follower("ann").await.follower.stored().clone();
    assert!(!stored.subscribed && stored.unsubscribed_at.is_some());
    assert_eq!(stored.profile, FollowerProfile::default());
    assert!(!world.knows_union("u-ann").await);
    for message in world.messages_of("ann").await {
        assert_eq!((message.raw.as_str(), message.content), ("", None));
        assert!(matches!(message.answer.unwrap().reply, Reply::Silence));
    }
    assert!(!world.messages_of("ben").await[0].raw.is_empty(), "others keep theirs");
    let attendees = world
        .cases
        .read_attendance
        .attendees(event, &Default::default(), PAGE)
        .await
        .unwrap();
    assert_eq!(
        attendees.items[0].attendee.person,
        person("ann"),
        "the organizer's record stays"
    );
}

#[tokio::test]
async fn a_profile_that_arrives_after_its_person_left_is_not_kept() {
    let world = World::new();
    world.wechat.has_follower(&person("ann").open_id, profile("u-ann"));
    world.arrives(follows("ann", 0)).await;
    world.arrives(leaves("ann", 1)).await;
    world.works_off().await;
    let stored = world.follower("ann").await.follower.stored().clone();
    assert_eq!((stored.subscribed, stored.profile), (false, FollowerProfile::default()));
    assert!(!world.knows_union("u-ann").await);
}

#[tokio::test]
async fn a_busy_wechat_delays_a_profile_and_loses_none() {
    let world = World::new();
    world.wechat.fail_always(WechatFailure::Later {
        code: Some(-1),
        after: None,
        note: "busy".to_owned(),
    });
    world.followed_by("ann", "u-ann").await;
    assert!(world.is_following("ann").await, "that they follow is known at once");
    world.wechat.recover();
    world.clock.advance(std::time::Duration::from_secs(30));
    world.works_off().await;
    assert!(world.follower("ann").await.follower.stored().profile_read_at.is_some());
}

#[tokio::test]
async fn the_platforms_privacy_notices_are_honoured() {
    let world = World::new();
    world.followed_by("ann", "u-ann").await;
    world.arrives(text("ann", "我住在…")).await;
    let mut changed = profile("u-ann");
    changed.remark = Remark::new("changed").unwrap();
    world.wechat.has_follower(&person("ann").open_id, changed);
    world.arrives(privacy("ann", PrivacyKind::Modified)).await;
    world.works_off().await;
    assert_eq!(
        world.follower("ann").await.follower.stored().profile.remark.as_str(),
        "changed"
    );

    world.arrives(privacy("ann", PrivacyKind::Revoked)).await;
    world.works_off().await;
    let stored = world.follower("ann").await.follower.stored().clone();
    assert!(stored.subscribed, "whether they follow is no matter of consent");
    assert_eq!(stored.profile, FollowerProfile::default());
    assert!(
        world
            .messages_of("ann")
            .await
            .iter()
            .all(|message| message.raw.is_empty())
    );

    world.arrives(privacy("ann", PrivacyKind::Cancelled)).await;
    world.arrives(privacy("nobody", PrivacyKind::Cancelled)).await;
    world.works_off().await;
    assert!(!world.is_following("ann").await && !world.knows_union("u-ann").await);
}

#[tokio::test]
async fn a_remark_is_noted_at_wechat_and_here() {
    let world = World::new();
    world.followed_by("ann", "u-ann").await;
    let remark = async |name: &str, remark: &str| {
        let command = SetRemarkCommand {
            person: person(name),
            remark: remark.to_owned(),
            context: Context::of("test"),
        };
        world.cases.followers.set_remark.run(command).await
    };
    let changed = remark("ann", " 小李 ").await.unwrap();
    assert_eq!(changed.stored().profile.remark.as_str(), "小李");
    assert_eq!(
        remark("ann", "小李").await.unwrap(),
        changed,
        "saying it again changes nothing"
    );
    assert!(matches!(
        remark("ann", &"备".repeat(10)).await,
        Err(FollowerError::Invalid(_))
    ));
    assert!(matches!(remark("nobody", "x").await, Err(FollowerError::Unknown)));
    world.wechat.fail_next(WechatFailure::Unanswered {
        note: "gone".to_owned(),
    });
    assert!(matches!(remark("ann", "other").await, Err(FollowerError::Wechat(_))));
    assert_eq!(
        world.follower("ann").await.follower,
        changed,
        "what WeChat did not take is not shown"
    );
}

#[tokio::test]
async fn the_black_list_is_kept_at_wechat_and_here() {
    let world = World::new();
    world.followed_by("ann", "u-ann").await;
    let block = async |blocked: bool, open_ids: Vec<String>| {
        let command = BlockFollowersCommand {
            account: "default".to_owned(),
            open_ids,
            blocked,
            context: Context::of("test"),
        };
        world.cases.followers.block.run(command).await
    };
    let ann = vec![person("ann").open_id];
    for _ in 0..2 {
        block(true, ann.clone()).await.unwrap();
    }
    assert_eq!(world.wechat.blacklisted(), ann);
    let filter = FollowerFilter {
        blocked: Some(true),
        ..FollowerFilter::default()
    };
    let blocked = world.cases.followers.read.list("default", &filter, PAGE).await.unwrap();
    assert_eq!(blocked.items.len(), 1);
    block(false, ann.clone()).await.unwrap();
    assert!(!world.follower("ann").await.follower.stored().blocked);
    for open_ids in [
        vec![],
        vec![String::new()],
        (0..21).map(|number| number.to_string()).collect(),
    ] {
        assert!(matches!(block(true, open_ids).await, Err(FollowerError::Invalid(_))));
    }
    world.wechat.fail_next(WechatFailure::Refused {
        code: 40_003,
        kind: RefusalKind::Recipient,
        note: "unknown".to_owned(),
    });
    assert!(matches!(block(true, ann).await, Err(FollowerError::Unknown)));
}

#[tokio::test]
async fn a_member_who_gets_sight_of_an_application_follows_nothing() {
    let world = World::with(|adapters| {
        let application = AccountSetup {
            product: Product::WeCom,
            agent_id: Some(1_000_002),
            ..configured()
        };
        let store = Arc::clone(adapters.accounts.store());
        adapters.accounts = AccountRegistry::new(Some(application), store, Arc::new(sealer("one", None)));
    });
    world.arrives(follows("zhangsan", 0)).await;
    world.arrives(leaves("lisi", 1)).await;
    world.works_off().await;
    for member in ["zhangsan", "lisi"] {
        let found = world.cases.followers.read.find(&person(member)).await;
        assert!(matches!(found, Err(FollowerError::Unknown)), "{member}");
    }
}
