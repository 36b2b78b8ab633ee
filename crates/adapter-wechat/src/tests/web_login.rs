//! Signing in on web pages.

use std::sync::Arc;

use ports::wechat::login::{LoginScope, WebLoginApi};
use ports::wechat::{RefusalKind, WechatFailure};

use super::support::{Act, World};
use super::wecom_app;
use crate::WebLogin;

const CALLBACK: &str = "https://a.example/v2/wechat/oauth/callback";

fn login(world: &World) -> WebLogin {
    WebLogin::new(Arc::new(world.another_process("web")), "http://127.0.0.1:9/")
}

#[tokio::test]
async fn the_browser_is_sent_to_wechats_page() {
    let world = World::new().await;
    let address = login(&world)
        .address("default", LoginScope::UserInfo, CALLBACK, "s1")
        .await;
    assert_eq!(
        address.unwrap(),
        "http://127.0.0.1:9/connect/oauth2/authorize?appid=wx0123456789abcdef\
         &redirect_uri=https%3A%2F%2Fa.example%2Fv2%2Fwechat%2Foauth%2Fcallback&response_type=code\
         &scope=snsapi_userinfo&state=s1#wechat_redirect"
    );
    assert!(world.server.calls().is_empty());
}

#[tokio::test]
async fn a_code_becomes_whom_it_stands_for_without_the_accounts_token() {
    let world = World::new().await;
    world.platform.next([Act::json(
        r#"{"access_token":"T","expires_in":7200,"openid":"oOPENID","scope":"snsapi_base","is_snapshotuser":1}"#,
    )]);
    let user = login(&world)
        .exchange("default", LoginScope::Base, "CODE")
        .await
        .unwrap();
    assert_eq!(
        (user.open_id.as_str(), user.union_id.as_deref(), user.is_snapshot),
        ("oOPENID", None, true)
    );
    let calls = world.server.calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].path, "/sns/oauth2/access_token");
    assert!(calls[0].query.ends_with("&code=CODE&grant_type=authorization_code"));
    assert!(!format!("{user:?}").contains("oOPENID"));
}

#[tokio::test]
async fn a_union_id_that_the_token_does_not_tell_is_read_from_the_profile_and_may_be_missing() {
    for (profile, expected) in [
        (r#"{"openid":"oOPENID","nickname":"小王","unionid":"U"}"#, Some("U")),
        (r#"{"errcode":48001,"errmsg":"api unauthorized"}"#, None),
    ] {
        let world = World::new().await;
        world.platform.next([
            Act::json(r#"{"access_token":"T","expires_in":7200,"openid":"oOPENID","scope":"snsapi_userinfo"}"#),
            Act::json(profile),
        ]);
        let user = login(&world)
            .exchange("default", LoginScope::UserInfo, "CODE")
            .await
            .unwrap();
        assert_eq!(user.union_id.as_deref(), expected);
        assert_eq!(world.server.calls()[1].path, "/sns/userinfo");
    }
}

#[tokio::test]
async fn a_used_code_and_an_account_of_another_product_are_told_apart() {
    let world = World::new().await;
    world.accounts.set(wecom_app("app", 1, "S1"));
    world.platform.next([Act::code(40163)]);
    let login = WebLogin::new(Arc::new(world.client), "http://127.0.0.1:9");
    let used = login.exchange("default", LoginScope::Base, "CODE").await;
    assert!(
        matches!(
            used,
            Err(WechatFailure::Refused {
                code: 40163,
                kind: RefusalKind::Consent,
                ..
            })
        ),
        "{used:?}"
    );
    let foreign = login.address("app", LoginScope::Base, CALLBACK, "s1").await;
    assert!(
        matches!(
            foreign,
            Err(WechatFailure::Refused {
                kind: RefusalKind::Configuration,
                ..
            })
        ),
        "{foreign:?}"
    );
}
