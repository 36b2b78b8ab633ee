//! Tokens that end, are rejected, cannot be had, or come from elsewhere.

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures::future::join_all;
use ports::system::Clock;
use ports::wechat::{AccessToken, AccessTokenStore, RefusalKind, WechatFailure};

use crate::support::{Act, World, eventually, say};

const APP_ID: &str = "wx0123456789abcdef";

fn tokens(world: &World) -> Vec<String> {
    world
        .server
        .calls()
        .iter()
        .map(|call| call.token().unwrap().to_owned())
        .collect()
}

async fn send(world: &World) -> Result<(), WechatFailure> {
    say(&world.client, "text").await
}

#[tokio::test]
async fn one_token_serves_many_calls() {
    let world = World::new().await;
    let sent = join_all((0..32).map(|_| send(&world))).await;
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    assert_eq!((world.platform.fetches(), world.platform.rejections()), (1, 0));
}

#[tokio::test]
async fn a_call_whose_token_was_revoked_is_repeated_once_with_the_next_one() {
    let world = World::new().await;
    send(&world).await.unwrap();
    world.platform.revoke();
    send(&world).await.unwrap();
    assert_eq!(tokens(&world), ["TOKEN1", "TOKEN1", "TOKEN2"]);
    assert_eq!((world.platform.fetches(), world.platform.forced()), (2, 0));
}

#[tokio::test]
async fn every_code_about_the_token_leads_to_one_repetition() {
    for code in [40001, 40014, 42001] {
        let world = World::new().await;
        world.platform.next([Act::code(code)]);
        send(&world).await.unwrap();
        assert_eq!(tokens(&world), ["TOKEN1", "TOKEN2"], "{code}");
    }
}

#[tokio::test]
async fn a_call_that_is_rejected_twice_is_not_repeated_again() {
    let world = World::new().await;
    world.platform.always(Act::code(40001));
    let failure = send(&world).await.unwrap_err();
    assert!(
        matches!(
            failure,
            WechatFailure::Later {
                code: Some(40001),
                after: Some(_),
                ..
            }
        ),
        "{failure:?}"
    );
    assert_eq!(world.server.calls().len(), 2);
}

#[tokio::test]
async fn the_same_token_again_is_replaced_by_force_and_only_once() {
    let world = World::new().await;
    world.platform.next([Act::code(40001)]);
    send(&world).await.unwrap();
    assert_eq!((world.platform.fetches(), world.platform.forced()), (2, 1));

    world.platform.next([Act::code(40001)]);
    let failure = send(&world).await.unwrap_err();
    assert!(
        matches!(failure, WechatFailure::Later { after: Some(_), .. }),
        "{failure:?}"
    );
    assert_eq!((world.platform.fetches(), world.platform.forced()), (3, 1));

    let storm = join_all((0..32).map(|_| send(&world))).await;
    assert!(storm.iter().all(Result::is_err));
    assert!(world.platform.fetches() <= 5, "{} fetches", world.platform.fetches());
    assert_eq!(world.platform.forced(), 1);
}

#[tokio::test]
async fn wrong_credentials_are_asked_about_once() {
    for code in [40001, 40013, 40125] {
        let world = World::new().await;
        world.platform.next_token(vec![Act::code(code); 100]);
        let storm = join_all((0..32).map(|_| send(&world))).await;
        for sent in storm.into_iter().chain([send(&world).await, send(&world).await]) {
            let expected = matches!(
                sent,
                Err(WechatFailure::Refused { code: found, kind: RefusalKind::Configuration, .. }) if found == code
            );
            assert!(expected, "{sent:?}");
        }
        assert_eq!((world.platform.fetches(), world.platform.forced()), (1, 0));
        assert!(world.server.calls().is_empty());
    }
}

#[tokio::test]
async fn without_a_token_nothing_was_sent() {
    for act in [
        Act::Close,
        Act::json("<html>"),
        Act::Http(502, String::new()),
        Act::code(-1),
        Act::code(45009),
    ] {
        let world = World::new().await;
        world.platform.next_token(vec![act.clone(); 100]);
        let sent = send(&world).await;
        assert!(matches!(sent, Err(WechatFailure::Later { .. })), "{act:?}: {sent:?}");
        assert!(world.server.calls().is_empty());
    }
}

#[tokio::test]
async fn a_token_with_its_life_as_text_is_read() {
    let world = World::new().await;
    world
        .platform
        .next_token([Act::json(r#"{"access_token":"T","expires_in":"7200"}"#)]);
    send(&world).await.unwrap();
    assert_eq!(tokens(&world), ["T", "TOKEN1"]);
}

#[tokio::test]
async fn the_next_token_is_fetched_while_the_old_one_still_works() {
    let world = World::new().await;
    send(&world).await.unwrap();
    world.clock.advance(6_929);
    send(&world).await.unwrap();
    assert_eq!(world.platform.fetches(), 1);

    world.clock.advance(150);
    send(&world).await.unwrap();
    eventually("a refresh", || world.platform.fetches() == 2).await;
    world.clock.advance(200);
    send(&world).await.unwrap();
    assert_eq!(tokens(&world).last().unwrap(), "TOKEN2");
    assert_eq!((world.platform.fetches(), world.platform.rejections()), (2, 0));
}

#[tokio::test]
async fn a_failed_refresh_is_no_matter_of_the_calls() {
    let world = World::new().await;
    send(&world).await.unwrap();
    world.clock.advance(7_060);
    world.platform.next_token([Act::code(-1)]);
    for _ in 0..5 {
        send(&world).await.unwrap();
    }
    eventually("a refresh", || world.platform.fetches() == 2).await;
    send(&world).await.unwrap();
    assert_eq!(world.platform.rejections(), 0);
}

#[tokio::test]
async fn a_newer_token_of_another_process_is_used_and_never_forgotten() {
    let world = World::new().await;
    send(&world).await.unwrap();
    world.platform.revoke();
    world.store.invalidate(APP_ID, "TOKEN1").await.unwrap();
    say(&world.another_process("second"), "text").await.unwrap();

    send(&world).await.unwrap();
    assert_eq!(tokens(&world), ["TOKEN1", "TOKEN2", "TOKEN1", "TOKEN2"]);
    assert_eq!(world.platform.fetches(), 2);
    assert_eq!(world.store.current(APP_ID).await.unwrap().unwrap().value, "TOKEN2");
}

#[tokio::test]
async fn while_another_process_fetches_this_one_waits_for_its_token() {
    let world = World::new().await;
    let lease = Duration::from_secs(3_600);
    assert!(world.store.try_lease(APP_ID, "other", lease).await.unwrap());
    let others = AccessToken {
        value: "OTHERS".to_owned(),
        expires_at: world.clock.now().plus(lease),
    };
    let put = async { world.store.put(APP_ID, "other", &others).await.unwrap() };
    let (sent, stored) = futures::join!(send(&world), put);
    assert!(stored);
    sent.unwrap();
    assert_eq!(tokens(&world)[0], "OTHERS");
}

#[tokio::test]
async fn a_lease_that_is_never_given_up_fails_the_call_in_the_end() {
    let world = World::with(|settings| settings.call_timeout = Duration::from_millis(100)).await;
    assert!(
        world
            .store
            .try_lease(APP_ID, "other", Duration::from_secs(3_600))
            .await
            .unwrap()
    );
    let sent = send(&world).await;
    assert!(matches!(sent, Err(WechatFailure::Later { .. })), "{sent:?}");
    assert_eq!(world.platform.fetches(), 0);
}

#[tokio::test]
async fn without_the_store_a_process_keeps_its_own_token() {
    let world = World::new().await;
    world.store.is_down.store(true, Ordering::SeqCst);
    let sent = join_all((0..32).map(|_| send(&world))).await;
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    assert_eq!(world.platform.fetches(), 1);

    world.platform.revoke();
    send(&world).await.unwrap();
    assert_eq!(world.platform.fetches(), 2);

    world.store.is_down.store(false, Ordering::SeqCst);
    world.platform.revoke();
    send(&world).await.unwrap();
    assert_eq!(world.store.current(APP_ID).await.unwrap().unwrap().value, "TOKEN3");
}

#[tokio::test]
async fn a_caller_who_gives_up_does_not_take_the_fetch_down() {
    let world = World::new().await;
    world.platform.next_token([Act::Slow(
        Duration::from_millis(200),
        r#"{"access_token":"TOKEN0","expires_in":7200}"#.to_owned(),
    )]);
    tokio::select! {
        _ = send(&world) => panic!("the fetch is slow"),
        () = eventually("a fetch", || world.platform.fetches() == 1) => {}
    }
    let _ = send(&world).await;
    assert_eq!(tokens(&world)[0], "TOKEN0");
}
