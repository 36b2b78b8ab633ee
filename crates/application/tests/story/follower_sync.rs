//! The full synchronisation of followers.

use std::time::Duration;

use adapter_memory::{FollowersCall, WechatCall};
use application::Context;
use application::wechat::followers::{FollowerError, SyncCommand};
use domain::wechat::followers::{FollowerSync, SyncPhase, SyncRefusal, SyncState};
use ports::wechat::followers::FollowerFilter;
use ports::wechat::{RefusalKind, WechatFailure};

use crate::followers::{PAGE, profile};
use crate::world::{World, follows, leaves, person};

fn command() -> SyncCommand {
    SyncCommand {
        account: "default".to_owned(),
        context: Context::of("test"),
    }
}

impl World {
    fn with_followers(&self, count: usize) {
        for number in 0..count {
            let open_id = person(&format!("{number:04}")).open_id;
            self.wechat.has_follower(&open_id, profile(&format!("u-{number}")));
        }
    }

    async fn starts_sync(&self) -> FollowerSync {
        self.cases.followers.sync.start(&command(), false).await.unwrap()
    }

    async fn sync(&self) -> FollowerSync {
        self.cases.followers.read.sync("default").await.unwrap()
    }

    async fn following(&self) -> usize {
        let filter = FollowerFilter {
            subscribed: Some(true),
            ..FollowerFilter::default()
        };
        let page = self.cases.followers.read.list("default", &filter, PAGE).await.unwrap();
        page.items.len()
    }

    fn list_calls(&self) -> usize {
        let is_list = |call: &WechatCall| matches!(call, WechatCall::Followers(FollowersCall::List { .. }));
        self.wechat.calls().iter().filter(|call| is_list(call)).count()
    }

    /// One relay round and one worker round.
    async fn works_a_little(&self) {
        let worker = self.worker();
        self.cases.relay_outbox.round().await.unwrap();
        worker.round(Duration::ZERO).await.unwrap();
        worker.drained().await;
    }
}

fn refused() -> WechatFailure {
    WechatFailure::Refused {
        code: 45_009,
        kind: RefusalKind::Quota,
        note: "quota".to_owned(),
    }
}

#[tokio::test]
async fn a_synchronisation_reads_everybody_and_shows_how_far_it_came() {
    let world = World::new();
    world.with_followers(130);
    world.wechat.pages_of(50);
    let begun = world.starts_sync().await;
    assert_eq!(
        (begun.stored().state, begun.stored().phase),
        (SyncState::Running, SyncPhase::Listing)
    );
    world.works_a_little().await;
    let stored = world.sync().await.stored().clone();
    assert_eq!((stored.pages, stored.fetched, stored.total), (1, 50, Some(130)));
    world.works_off().await;
    let stored = world.sync().await.stored().clone();
    assert_eq!(stored.state, SyncState::Finished, "{:?}", stored.error);
    assert_eq!(
        (stored.pages, stored.fetched, stored.total, stored.profiles),
        (3, 130, Some(130), 130)
    );
    assert_eq!(world.list_calls(), 4, "the page after the last is empty");
    assert_eq!(world.following().await, 130);
    let one = world.follower("0077").await.follower.stored().clone();
    assert_eq!(one.profile.remark.as_str(), "小王");
    let person = world
        .cases
        .read_people
        .by_identity(&person("0077"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(person.union_ids[0].as_str(), "u-77");
}

#[tokio::test]
async fn one_runs_at_a_time_and_can_be_ended_and_gone_on_with() {
    let world = World::new();
    world.with_followers(120);
    world.wechat.pages_of(50);
    let desk = &world.cases.followers.sync;
    let nothing = desk.start(&command(), true).await;
    assert!(
        matches!(nothing, Err(FollowerError::Sync(SyncRefusal::NothingToResume))),
        "{nothing:?}"
    );
    assert!(matches!(
        desk.cancel(&command()).await,
        Err(FollowerError::NeverSynchronised)
    ));
    world.starts_sync().await;
    let twin = desk.start(&command(), false).await;
    assert!(
        matches!(twin, Err(FollowerError::Sync(SyncRefusal::Running))),
        "{twin:?}"
    );
    world.works_a_little().await;
    assert_eq!(
        desk.cancel(&command()).await.unwrap().stored().state,
        SyncState::Cancelled
    );
    world.works_off().await;
    assert_eq!(world.list_calls(), 1, "nothing is asked any more");
    assert!(matches!(
        desk.cancel(&command()).await,
        Err(FollowerError::Sync(SyncRefusal::NotRunning))
    ));
    desk.start(&command(), true).await.unwrap();
    world.works_off().await;
    let stored = world.sync().await.stored().clone();
    assert_eq!(
        (stored.state, stored.fetched, stored.pages),
        (SyncState::Finished, 120, 3)
    );
    assert_eq!(world.list_calls(), 4);
}

#[tokio::test]
async fn a_refusal_stops_it_with_its_reason_and_a_delay_does_not() {
    let world = World::new();
    world.with_followers(60);
    world.wechat.pages_of(50);
    world.starts_sync().await;
    world.wechat.fail_next(WechatFailure::Later {
        code: Some(-1),
        after: None,
        note: "busy".to_owned(),
    });
    world.works_off().await;
    assert_eq!(world.sync().await.stored().state, SyncState::Running);
    world.wechat.fail_always(refused());
    world.clock.advance(Duration::from_secs(30));
    world.works_off().await;
    let stored = world.sync().await.stored().clone();
    assert_eq!(stored.state, SyncState::Failed);
    assert!(stored.error.unwrap().contains("45009"));
    world.wechat.recover();
    world.cases.followers.sync.start(&command(), true).await.unwrap();
    world.works_off().await;
    assert_eq!(world.sync().await.stored().state, SyncState::Finished);
    assert_eq!(world.following().await, 60);
}

#[tokio::test]
async fn one_open_id_that_wechat_refuses_costs_nobody_else_their_profile() {
    let world = World::new();
    world.with_followers(130);
    world.wechat.does_not_speak_of(&person("0077").open_id);
    world.starts_sync().await;
    world.works_off().await;
    let stored = world.sync().await.stored().clone();
    assert_eq!(stored.state, SyncState::Finished, "{:?}", stored.error);
    assert_eq!((stored.fetched, stored.profiles), (130, 129));
    assert!(world.is_following("0077").await, "WeChat's list has them");
    let refused = world.follower("0077").await.follower.stored().clone();
    let neighbour = world.follower("0078").await.follower.stored().clone();
    assert_eq!(refused.profile.remark.as_str(), "");
    assert_eq!(neighbour.profile.remark.as_str(), "小王");
}

#[tokio::test]
async fn a_wechat_that_speaks_of_nobody_stops_it() {
    let world = World::new();
    world.with_followers(3);
    for name in ["0000", "0001", "0002"] {
        world.wechat.does_not_speak_of(&person(name).open_id);
    }
    world.starts_sync().await;
    world.works_off().await;
    let stored = world.sync().await.stored().clone();
    assert_eq!(stored.state, SyncState::Failed);
    assert!(stored.error.unwrap().contains("40003"));
}

#[tokio::test]
async fn whoever_is_no_longer_in_the_list_has_left_and_is_forgotten() {
    let world = World::new();
    world.with_followers(30);
    world.starts_sync().await;
    world.works_off().await;
    for number in 0..5 {
        world.wechat.loses_follower(&person(&format!("{number:04}")).open_id);
    }
    world.clock.advance(Duration::from_hours(1));
    world.starts_sync().await;
    world.works_off().await;
    assert_eq!(world.sync().await.stored().unfollowed, 5);
    assert_eq!(world.following().await, 25);
    let gone = world.follower("0003").await.follower.stored().clone();
    assert_eq!((gone.subscribed, gone.profile), (false, Default::default()));
    let person = world
        .cases
        .read_people
        .by_identity(&person("0003"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(person.union_ids, [], "what joined them to other accounts is forgotten");
}

#[tokio::test]
async fn an_event_newer_than_the_list_wins() {
    let world = World::new();
    world.with_followers(30);
    world.starts_sync().await;
    world.works_off().await;
    world.clock.advance(Duration::from_hours(1));
    let seconds = 3_600 + 5;
    world.wechat.loses_follower(&person("0001").open_id);
    world.starts_sync().await;
    // After the list was asked for, one leaves who is in it and one comes back who is not.
    world.arrives(leaves("0000", seconds)).await;
    world.arrives(follows("0001", seconds)).await;
    world.works_off().await;
    assert!(!world.is_following("0000").await);
    assert!(world.is_following("0001").await);
    assert_eq!(world.sync().await.stored().unfollowed, 0);
}

#[tokio::test]
async fn a_list_that_ends_too_early_is_not_believed() {
    let world = World::new();
    world.with_followers(100);
    world.starts_sync().await;
    world.works_off().await;
    world.wechat.pages_of(50);
    world.wechat.list_breaks_off();
    world.clock.advance(Duration::from_hours(1));
    world.starts_sync().await;
    world.works_off().await;
    let stored = world.sync().await.stored().clone();
    assert_eq!((stored.state, stored.phase), (SyncState::Failed, SyncPhase::Listing));
    assert_eq!(world.following().await, 100, "nobody is taken to have left");
}

#[tokio::test]
async fn a_job_delivered_twice_takes_its_step_once() {
    let world = World::new();
    world.with_followers(60);
    world.wechat.pages_of(50);
    world.starts_sync().await;
    let now = ports::system::Clock::now(world.clock.as_ref());
    let adapters = world.cases.adapters();
    let jobs = adapters
        .outbox
        .claim(now, now.plus(Duration::from_secs(1)), 10)
        .await
        .unwrap();
    for _ in 0..3 {
        adapters.queue.push(&jobs).await.unwrap();
    }
    adapters.outbox.relayed(&jobs).await.unwrap();
    world.works_off().await;
    let stored = world.sync().await.stored().clone();
    assert_eq!(
        (stored.state, stored.fetched, stored.pages),
        (SyncState::Finished, 60, 2)
    );
}
