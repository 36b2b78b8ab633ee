//! Accounts that come, change and go while the process runs.

use domain::secret::Secret;
use futures::future::join_all;
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::official_account::callback;
use wechat_protocol::api::wecom::token::GetApiIps;

use super::support::{Act, World, account};
use super::wecom_app;

fn ips() -> Act {
    Act::json(r#"{"errcode":0,"ip_list":["192.0.2.1"]}"#)
}

fn is_configuration<T>(result: &Result<T, WechatFailure>) -> bool {
    matches!(
        result,
        Err(WechatFailure::Refused {
            kind: RefusalKind::Configuration,
            ..
        })
    )
}

#[tokio::test]
async fn each_wecom_application_has_a_token_of_its_own_and_many_calls_fetch_it_once() {
    let world = World::new().await;
    world.accounts.set(wecom_app("first", 1, "S1"));
    world.accounts.set(wecom_app("second", 2, "S2"));
    world.platform.always(ips());
    let calls = (0..8).flat_map(|_| ["first", "second"]);
    let done = join_all(calls.map(|name| world.client.call(name, &GetApiIps))).await;
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    assert_eq!(world.platform.fetches(), 2);
    let tokens: std::collections::BTreeSet<String> = world
        .server
        .calls()
        .iter()
        .map(|call| call.token().unwrap().to_owned())
        .collect();
    assert_eq!(tokens.into_iter().collect::<Vec<_>>(), ["WECOM-S1-0", "WECOM-S2-0"]);
}

#[tokio::test]
async fn a_wrong_wecom_secret_is_asked_about_once_and_a_corrected_one_at_once() {
    let world = World::new().await;
    world.accounts.set(wecom_app("app", 1, "WRONG"));
    world.platform.next_token([Act::code(40001)]);
    for _ in 0..5 {
        assert!(is_configuration(&world.client.call("app", &GetApiIps).await));
    }
    assert_eq!(world.platform.fetches(), 1);

    let mut corrected = wecom_app("app", 1, "RIGHT");
    corrected.generation = 2;
    world.accounts.set(corrected);
    world.platform.always(ips());
    world.client.call("app", &GetApiIps).await.unwrap();
}

#[tokio::test]
async fn a_changed_secret_counts_without_a_restart() {
    let world = World::new().await;
    world.platform.next_token([Act::code(40125)]);
    assert!(is_configuration(&world.client.check_access("default").await));
    let mut changed = account();
    changed.secrets.app_secret = Secret::from("NEWSECRET");
    changed.generation = 2;
    world.accounts.set(changed);
    world.client.check_access("default").await.unwrap();
}

#[tokio::test]
async fn a_disabled_account_calls_nothing_until_it_is_enabled() {
    let world = World::new().await;
    world.platform.always(ips());
    let mut setup = account();
    (setup.enabled, setup.generation) = (false, 2);
    world.accounts.set(setup.clone());
    assert!(is_configuration(
        &world.client.call("default", &callback::GetApiIps).await
    ));
    assert!(world.server.calls().is_empty() && world.platform.fetches() == 0);
    (setup.enabled, setup.generation) = (true, 3);
    world.accounts.set(setup);
    world.client.call("default", &callback::GetApiIps).await.unwrap();
}

#[tokio::test]
async fn an_account_that_is_gone_calls_nothing() {
    let world = World::new().await;
    world.platform.always(ips());
    world.client.call("default", &callback::GetApiIps).await.unwrap();
    world.accounts.remove("default");
    assert!(is_configuration(
        &world.client.call("default", &callback::GetApiIps).await
    ));
    assert_eq!(world.server.calls().len(), 1);
}

#[tokio::test]
async fn accounts_of_one_app_id_share_its_token() {
    let world = World::new().await;
    let mut twin = account();
    twin.name = "twin".to_owned();
    world.accounts.set(twin);
    world.platform.always(ips());
    let calls = ["default", "twin"].repeat(8);
    let done = join_all(
        calls
            .into_iter()
            .map(|name| world.client.call(name, &callback::GetApiIps)),
    )
    .await;
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    assert_eq!(world.platform.fetches(), 1);
}

#[tokio::test]
async fn what_wechat_asked_for_outlives_a_change_of_the_account() {
    let world = World::new().await;
    world.platform.next([Act::code(45009)]);
    world.client.call("default", &callback::GetApiIps).await.unwrap_err();
    let mut changed = account();
    changed.generation = 2;
    world.accounts.set(changed);
    world.client.call("default", &callback::GetApiIps).await.unwrap_err();
    assert_eq!(world.server.calls().len(), 1);
}

#[tokio::test]
async fn codes_mean_what_they_mean_to_the_product() {
    let world = World::new().await;
    world.accounts.set(wecom_app("app", 1, "S1"));
    world.platform.always(Act::code(45009));
    let failure = world.client.call("app", &GetApiIps).await.unwrap_err();
    let WechatFailure::Later { after: Some(after), .. } = failure else {
        panic!("{failure:?}")
    };
    assert!(after.as_secs() <= 3_600, "{after:?}");
}
