//! What reaches WeChat, and what its answers become.

use std::time::Duration;

use domain::events::QrLifetime;
use ports::wechat::{IssuedQrCode, RefusalKind, WechatApi, WechatFailure};

use crate::support::{Act, World, build, notify, person, say, settings};

#[tokio::test]
async fn a_text_goes_out_as_raw_utf8_json() {
    let world = World::new().await;
    say(&world.client, "签到成功🎉 <a>&").await.unwrap();
    let calls = world.server.calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].path, "/cgi-bin/message/custom/send");
    assert_eq!(calls[0].query, "access_token=TOKEN1");
    assert_eq!(calls[0].header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(calls[0].header("traceparent"), None);
    assert_eq!(
        calls[0].body,
        r#"{"touser":"oOPENID","msgtype":"text","text":{"content":"签到成功🎉 <a>&"}}"#
    );
}

#[tokio::test]
async fn a_template_message_carries_its_client_id_and_returns_wechats() {
    let world = World::new().await;
    let id = notify(&world.client).await.unwrap();
    assert_eq!(id.as_deref(), Some("200228332"));
    assert_eq!(
        world.server.calls()[0].body,
        r#"{"touser":"oOPENID","template_id":"TPL","data":{"thing1":{"value":"年会🎉"}},"client_msg_id":"0123456789abcdef0123456789abcdef"}"#
    );
}

#[tokio::test]
async fn a_64_bit_message_id_is_exact_as_number_and_as_string() {
    let world = World::new().await;
    world.platform.next([
        Act::json(r#"{"errcode":0,"msgid":9007199254740993}"#),
        Act::json(r#"{"errcode":"0","msgid":"9007199254740993"}"#),
        Act::json(r#"{"errcode":0,"errmsg":"ok"}"#),
    ]);
    for expected in [Some("9007199254740993"), Some("9007199254740993"), None] {
        assert_eq!(notify(&world.client).await.unwrap().as_deref(), expected);
    }
}

#[tokio::test]
async fn a_client_id_that_was_sent_before_is_success() {
    let world = World::new().await;
    world.platform.next([Act::json(
        r#"{"errcode":45065,"errmsg":"clientmsgid exist","msg_id":77}"#,
    )]);
    let id = notify(&world.client).await.unwrap();
    assert_eq!(id.as_deref(), Some("77"));
}

#[tokio::test]
async fn a_follower_is_tagged() {
    let world = World::new().await;
    world.client.tag_follower(&person(), 2).await.unwrap();
    let call = &world.server.calls()[0];
    assert_eq!(call.path, "/cgi-bin/tags/members/batchtagging");
    assert_eq!(call.body, r#"{"openid_list":["oOPENID"],"tagid":2}"#);
}

#[tokio::test]
async fn a_temporary_code_says_when_it_ends() {
    let world = World::new().await;
    world.platform.next([Act::json(
        r#"{"ticket":"gQ==/+","expire_seconds":"60","url":"http://weixin.qq.com/q/x"}"#,
    )]);
    let code = world
        .client
        .create_qr_code("default", "活动_1", QrLifetime::Temporary { seconds: 90 })
        .await;
    let expected = IssuedQrCode {
        ticket: "gQ==/+".to_owned(),
        url: "http://weixin.qq.com/q/x".to_owned(),
        image_url: "https://mp.example/cgi-bin/showqrcode?ticket=gQ%3D%3D%2F%2B".to_owned(),
        expires_in: Some(Duration::from_secs(60)),
    };
    assert_eq!(code, Ok(expected));
    assert_eq!(
        world.server.calls()[0].body,
        r#"{"expire_seconds":90,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"活动_1"}}}"#
    );
}

#[tokio::test]
async fn a_permanent_code_never_ends() {
    let world = World::new().await;
    let code = world
        .client
        .create_qr_code("default", "e", QrLifetime::Permanent)
        .await
        .unwrap();
    assert_eq!(code.expires_in, None);
    assert_eq!(
        world.server.calls()[0].body,
        r#"{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"e"}}}"#
    );
}

#[tokio::test]
async fn a_scene_beyond_wechats_limits_is_refused_here() {
    let world = World::new().await;
    let code = world
        .client
        .create_qr_code("default", &"a".repeat(65), QrLifetime::Permanent)
        .await;
    assert!(
        matches!(
            code,
            Err(WechatFailure::Refused {
                kind: RefusalKind::Content,
                ..
            })
        ),
        "{code:?}"
    );
    assert!(world.server.calls().is_empty());
}

#[tokio::test]
async fn an_unknown_account_is_a_fault_of_the_configuration() {
    let world = World::new().await;
    let code = world.client.create_qr_code("other", "e", QrLifetime::Permanent).await;
    assert!(
        matches!(
            code,
            Err(WechatFailure::Refused {
                kind: RefusalKind::Configuration,
                ..
            })
        ),
        "{code:?}"
    );
}

#[tokio::test]
async fn a_base_url_may_have_a_path_and_a_slash_at_its_end() {
    let world = World::new().await;
    let client = build(
        settings(&format!("{}/proxy/", world.server.url), "second"),
        &world.store,
        &world.clock,
    );
    say(&world.client, "warm").await.unwrap();
    say(&client, "text").await.unwrap();
    assert_eq!(world.server.calls()[1].path, "/proxy/cgi-bin/message/custom/send");
}
