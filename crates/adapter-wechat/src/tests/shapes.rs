//! Reading and writing JSON, with and without the account's token.

use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::official_account::oauth::CheckUserToken;
use wechat_protocol::api::official_account::quota::{ClearQuota, ClearQuotaWithSecret, GetQuota};
use wechat_protocol::api::official_account::users::GetUser;
use wechat_protocol::api::{CustomMessage, CustomSendRequest};

use super::support::{Act, World};

fn user() -> GetUser {
    GetUser::new("oOPENID")
}

#[tokio::test]
async fn what_is_read_is_asked_for_in_the_query_without_a_body() {
    let world = World::new().await;
    world.platform.next([Act::json(
        r#"{"subscribe":1,"openid":"oOPENID","subscribe_time":"1700000000"}"#,
    )]);
    world.client.call("default", &user()).await.unwrap();
    let call = &world.server.calls()[0];
    assert_eq!(
        (call.method.as_str(), call.path.as_str()),
        ("GET", "/cgi-bin/user/info")
    );
    assert!(
        call.query.starts_with("access_token=TOKEN1&openid=oOPENID"),
        "{}",
        call.query
    );
    assert_eq!((call.body.as_str(), call.header("content-type")), ("", None));
}

#[tokio::test]
async fn numbers_may_be_texts() {
    let world = World::new().await;
    world.platform.next([Act::json(
        r#"{"errcode":"0","quota":{"daily_limit":"1000","used":"9","remain":"991"}}"#,
    )]);
    let call = GetQuota::new("/cgi-bin/menu/get").unwrap();
    let report = world.client.call("default", &call).await.unwrap();
    assert_eq!((report.quota.used, report.quota.remain), (9, 991));
}

#[tokio::test]
async fn a_call_that_only_reads_simply_comes_again_when_its_answer_is_lost() {
    for act in [
        Act::Close,
        Act::json("<html>502</html>"),
        Act::json(r#"{"errcode":0,"subs"#),
        Act::json(r#"{"subscribe":[]}"#),
        Act::Http(504, String::new()),
    ] {
        let world = World::new().await;
        world.platform.always(act.clone());
        let failure = world.client.call("default", &user()).await.unwrap_err();
        assert!(
            matches!(failure, WechatFailure::Later { code: None, .. }),
            "{act:?}: {failure:?}"
        );
    }
}

#[tokio::test]
async fn without_the_accounts_token_none_is_fetched_and_none_is_replaced() {
    let world = World::new().await;
    let call = ClearQuotaWithSecret::new("wx0123456789abcdef", "APPSECRET");
    world.client.call("default", &call).await.unwrap();
    assert_eq!(
        (world.server.calls()[0].query.as_str(), world.platform.fetches()),
        ("", 0)
    );

    world.platform.next([Act::code(40001)]);
    let failure = world.client.call("default", &call).await.unwrap_err();
    let is_configuration = matches!(
        failure,
        WechatFailure::Refused {
            code: 40001,
            kind: RefusalKind::Configuration,
            ..
        }
    );
    assert!(is_configuration, "{failure:?}");
    assert_eq!((world.server.calls().len(), world.platform.fetches()), (2, 0));
}

#[tokio::test]
async fn a_persons_old_token_sends_the_person_to_authorise_again() {
    for code in [40001, 42001] {
        let world = World::new().await;
        world.platform.next([Act::code(code)]);
        let call = CheckUserToken::new("PERSONAL", "oOPENID");
        let failure = world.client.call("default", &call).await.unwrap_err();
        assert!(
            matches!(
                failure,
                WechatFailure::Refused {
                    kind: RefusalKind::Consent,
                    ..
                }
            ),
            "{failure:?}"
        );
        assert_eq!((world.server.calls().len(), world.platform.fetches()), (1, 0));
    }
}

#[tokio::test]
async fn filled_quotas_let_held_calls_go() {
    let world = World::new().await;
    world.platform.next([Act::code(45009)]);
    world.client.call("default", &user()).await.unwrap_err();
    world
        .client
        .call("default", &ClearQuota::new("wx0123456789abcdef"))
        .await
        .unwrap();
    world
        .platform
        .next([Act::json(r#"{"subscribe":0,"openid":"oOPENID"}"#)]);
    world.client.call("default", &user()).await.unwrap();
}

#[tokio::test]
async fn an_order_is_acknowledged_by_a_code_alone() {
    let world = World::new().await;
    world.platform.next([Act::json("{}")]);
    let call = CustomSendRequest {
        touser: "oOPENID".to_owned(),
        message: CustomMessage::Text {
            content: "text".to_owned(),
        },
        kf_account: None,
    };
    let failure = world.client.order("default", &call).await.map(drop).unwrap_err();
    assert!(matches!(failure, WechatFailure::Unanswered { .. }), "{failure:?}");
}
