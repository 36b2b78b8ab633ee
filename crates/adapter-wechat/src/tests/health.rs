//! What calls came to, and what can be asked about an account.

use std::time::Duration;

use adapter_memory::MemoryApiHealth;
use ports::system::Clock;
use ports::wechat::{AccountHealth, ApiHealthReads, RefusalKind, WechatApi, WechatFailure};

use super::support::{Act, World, person, say};
use super::wecom_app;

const SEND: &str = "/cgi-bin/message/custom/send";

#[tokio::test]
async fn every_exchange_is_counted_and_every_error_kept_in_our_words() {
    let world = World::new().await;
    world.platform.next([Act::code(43004), Act::Close]);
    for _ in 0..3 {
        let _ = say(&world.client, "text").await;
    }
    let health = MemoryApiHealth::new();
    world.client.recorder().flush(&health).await.unwrap();
    let since = world.clock.now().minus(Duration::from_secs(60));
    let calls = health.calls("default", since).await.unwrap();
    assert_eq!((calls.len(), calls[0].api.as_str()), (1, SEND));
    let counts = calls[0].counts;
    assert_eq!((counts.calls, counts.done, counts.refused, counts.failed), (3, 1, 1, 1));
    assert!(counts.latency_micros > 0);

    let errors = health.errors("default").await.unwrap();
    assert_eq!(
        errors.iter().map(|error| error.code).collect::<Vec<_>>(),
        [None, Some(43004)]
    );
    assert_eq!(errors[1].rid.as_deref(), Some("5f2b9f3a-6a2c"));
    assert!(!format!("{errors:?}").contains("OPENID"));
}

#[tokio::test]
async fn what_was_reported_is_not_reported_again() {
    let world = World::new().await;
    world.client.tag_follower(&person(), 2).await.unwrap();
    let health = MemoryApiHealth::new();
    for _ in 0..2 {
        world.client.recorder().flush(&health).await.unwrap();
    }
    let since = world.clock.now().minus(Duration::from_secs(60));
    assert_eq!(health.calls("default", since).await.unwrap()[0].counts.calls, 1);
}

#[tokio::test]
async fn memory_for_statistics_is_bounded() {
    let world = World::new().await;
    world.platform.always(Act::code(43004));
    for _ in 0..600 {
        let _ = world.client.tag_follower(&person(), 2).await;
    }
    let health = MemoryApiHealth::new();
    world.client.recorder().flush(&health).await.unwrap();
    let since = world.clock.now().minus(Duration::from_secs(60));
    assert_eq!(health.calls("default", since).await.unwrap()[0].counts.calls, 600);
    assert_eq!(health.errors("default").await.unwrap().len(), 20);
}

#[tokio::test]
async fn the_end_of_the_token_is_known_to_every_process_once_there_is_one() {
    let world = World::new().await;
    assert_eq!(world.client.token_expires_at("default").await, Ok(None));
    world.client.check("default").await.unwrap();
    let end = Ok(Some(world.clock.now().plus(Duration::from_secs(7_200))));
    assert_eq!(world.client.token_expires_at("default").await, end);
    assert_eq!(world.another_process("second").token_expires_at("default").await, end);
    world.clock.advance(7_200);
    assert_eq!(world.client.token_expires_at("default").await, Ok(None));
}

#[tokio::test]
async fn a_quota_is_asked_for_where_there_is_one() {
    let world = World::new().await;
    world.accounts.set(wecom_app("app", 1, "S1"));
    world.platform.next([Act::json(
        r#"{"errcode":0,"quota":{"daily_limit":1000,"used":9,"remain":991}}"#,
    )]);
    let quota = world.client.quota("default", SEND).await.unwrap();
    assert_eq!((quota.daily_limit, quota.used, quota.remaining), (1_000, 9, 991));
    for (account, api, expected) in [
        ("app", SEND, RefusalKind::Configuration),
        ("default", "custom/send", RefusalKind::Content),
    ] {
        let refused = world.client.quota(account, api).await;
        assert!(
            matches!(refused, Err(WechatFailure::Refused { kind, .. }) if kind == expected),
            "{refused:?}"
        );
    }
}
