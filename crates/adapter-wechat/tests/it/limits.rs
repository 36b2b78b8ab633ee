//! The circuit breaker, the rate limit, and the bound on calls under way.

use std::time::Duration;

use adapter_wechat::{BreakerSettings, CallLimits, Rate};
use futures::future::join_all;
use ports::wechat::{WechatApi, WechatFailure};

use crate::support::{Act, World, eventually, person, say};

fn is_held(sent: &Result<(), WechatFailure>) -> bool {
    matches!(
        sent,
        Err(WechatFailure::Later {
            code: None,
            after: Some(_),
            ..
        })
    )
}

async fn with_breaker(failures: u32, pause: Duration) -> World {
    World::with(|settings| {
        settings.limits.breaker = BreakerSettings {
            failures,
            pause,
            longest_pause: pause,
        };
    })
    .await
}

#[tokio::test]
async fn after_failures_in_a_row_calls_of_that_api_fail_at_once() {
    for act in [
        Act::Close,
        Act::Http(500, String::new()),
        Act::code(-1),
        Act::json("<html>"),
    ] {
        let world = with_breaker(3, Duration::from_secs(3_600)).await;
        world.platform.next(vec![act.clone(); 3]);
        for _ in 0..3 {
            let sent = say(&world.client, "text").await;
            assert!(sent.is_err() && !is_held(&sent), "{act:?}: {sent:?}");
        }
        let sent = say(&world.client, "text").await;
        assert!(is_held(&sent), "{act:?}: {sent:?}");
        assert_eq!(world.server.calls().len(), 3, "{act:?}");
        world.client.tag_follower(&person(), 2).await.unwrap();
    }
}

#[tokio::test]
async fn refusals_are_no_failures_of_the_platform() {
    let world = with_breaker(3, Duration::from_secs(3_600)).await;
    world.platform.next(vec![Act::code(43004); 10]);
    for _ in 0..10 {
        let sent = say(&world.client, "text").await;
        assert!(matches!(sent, Err(WechatFailure::Refused { .. })), "{sent:?}");
    }
}

#[tokio::test]
async fn after_the_pause_a_call_that_works_closes_the_circuit() {
    let world = with_breaker(2, Duration::from_millis(1)).await;
    world.platform.next(vec![Act::Close; 2]);
    for _ in 0..2 {
        say(&world.client, "text").await.unwrap_err();
    }
    let mut is_back = false;
    while !is_back {
        let sent = say(&world.client, "text").await;
        is_back = sent.is_ok();
        assert!(is_back || is_held(&sent), "{sent:?}");
    }
    say(&world.client, "text").await.unwrap();
}

#[tokio::test]
async fn calls_beyond_the_rate_of_their_api_come_later() {
    let world = World::with(|settings| {
        settings.limits = CallLimits {
            rate: Rate {
                calls_per_second: 1,
                burst: 2,
            },
            longest_turn: Duration::ZERO,
            ..CallLimits::default()
        };
    })
    .await;
    let sent = join_all((0..50).map(|_| async { say(&world.client, "text").await })).await;
    let held = sent.iter().filter(|sent| is_held(sent)).count();
    assert!(
        held > 0 && sent.iter().all(|sent| sent.is_ok() || is_held(sent)),
        "{sent:?}"
    );
    assert_eq!(world.server.calls().len(), 50 - held);
    world.client.tag_follower(&person(), 2).await.unwrap();
}

#[tokio::test]
async fn an_account_has_only_so_many_calls_under_way() {
    let world = World::with(|settings| settings.limits.concurrent_calls = 2).await;
    let slowly = Act::Slow(Duration::from_millis(20), r#"{"errcode":0}"#.to_owned());
    world.platform.always(slowly);
    let sent = join_all((0..12).map(|_| async { say(&world.client, "text").await })).await;
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    assert_eq!(world.server.most_under_way(), 2);
}

#[tokio::test]
async fn who_finds_no_place_in_time_comes_later() {
    let world = World::with(|settings| {
        settings.limits.concurrent_calls = 1;
        settings.call_timeout = Duration::from_millis(300);
    })
    .await;
    say(&world.client, "fetches the token").await.unwrap();
    world.platform.always(Act::Silence);
    let silent = say(&world.client, "first");
    let waiting = async {
        eventually("the first call", || world.server.calls().len() == 2).await;
        join_all((0..3).map(|_| async { world.client.tag_follower(&person(), 2).await })).await
    };
    let (silent, waiting) = futures::join!(silent, waiting);
    assert!(matches!(silent, Err(WechatFailure::Unanswered { .. })), "{silent:?}");
    assert!(waiting.iter().any(is_held), "{waiting:?}");
}

#[tokio::test]
async fn a_spent_daily_quota_holds_back_that_api_until_midnight_in_beijing_and_no_other() {
    let world = World::new().await;
    world.platform.next([Act::code(45009)]);
    say(&world.client, "text").await.unwrap_err();
    let sent = say(&world.client, "text").await;
    let Err(WechatFailure::Later {
        code: Some(45009),
        after: Some(after),
        ..
    }) = sent
    else {
        panic!("{sent:?}")
    };
    assert_eq!(after, Duration::from_secs(16 * 3_600));
    assert_eq!(world.server.calls().len(), 1);
    world.client.tag_follower(&person(), 2).await.unwrap();

    world.clock.advance(16 * 3_600);
    say(&world.client, "text").await.unwrap();
}

#[tokio::test]
async fn now_and_then_one_call_looks_whether_the_quota_was_filled() {
    let world = World::new().await;
    world.platform.next([Act::code(45009), Act::code(45009)]);
    say(&world.client, "text").await.unwrap_err();
    world.clock.advance(900);
    for _ in 0..3 {
        say(&world.client, "text").await.unwrap_err();
    }
    assert_eq!(world.server.calls().len(), 2);
    world.clock.advance(900);
    say(&world.client, "text").await.unwrap();
}

#[tokio::test]
async fn too_many_calls_hold_back_that_api_for_as_long_as_is_asked() {
    for code in [45011, 44990, 44991] {
        let world = World::new().await;
        world.platform.next([Act::code(code)]);
        say(&world.client, "text").await.unwrap_err();
        world.clock.advance(59);
        let sent = say(&world.client, "text").await;
        assert!(
            matches!(sent, Err(WechatFailure::Later { code: Some(found), after: Some(_), .. }) if found == code),
            "{sent:?}"
        );
        assert_eq!(world.server.calls().len(), 1);
        world.clock.advance(1);
        say(&world.client, "text").await.unwrap();
    }
}

#[tokio::test]
async fn what_is_about_one_person_holds_back_nobody_else() {
    let world = World::new().await;
    world.platform.next([Act::code(43108)]);
    say(&world.client, "text").await.unwrap_err();
    say(&world.client, "text").await.unwrap();
}
