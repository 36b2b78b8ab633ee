//! Broken exchanges: what was certainly not sent, and what may have been.

use std::time::Duration;

use domain::events::QrLifetime;
use ports::wechat::{WechatApi, WechatFailure};

use crate::support::{Act, World, notify, person, say};

fn is_later(failure: &WechatFailure) -> bool {
    matches!(failure, WechatFailure::Later { code: None, .. })
}

fn is_unanswered(failure: &WechatFailure) -> bool {
    matches!(failure, WechatFailure::Unanswered { .. })
}

/// Sends may have happened, the repeatable calls simply come again; nothing is sent twice.
async fn assert_unclear(world: &World, act: Act) {
    let before = world.server.calls().len();
    world.platform.always(act.clone());
    let custom = say(&world.client, "text").await.unwrap_err();
    let template = notify(&world.client).await.unwrap_err();
    let code = world
        .client
        .create_qr_code("default", "e", QrLifetime::Permanent)
        .await
        .unwrap_err();
    let tag = world.client.tag_follower(&person(), 2).await.unwrap_err();
    assert!(
        is_unanswered(&custom) && is_unanswered(&template),
        "{act:?}: {custom:?} {template:?}"
    );
    assert!(is_later(&code) && is_later(&tag), "{act:?}: {code:?} {tag:?}");
    assert_eq!(world.server.calls().len() - before, 4, "{act:?}");
}

#[tokio::test]
async fn unreadable_answers_leave_open_whether_it_was_sent() {
    let world = World::new().await;
    for act in [
        Act::json("<html><body>ok</body></html>"),
        Act::json(r#"{"errcode":0,"errms"#),
        Act::json(r#"{"errcode":"zero","ticket":1}"#),
        Act::json("[]"),
        Act::json(""),
        Act::json("{}"),
        Act::json(r#"{"errcode":1e3}"#),
    ] {
        assert_unclear(&world, act).await;
    }
}

#[tokio::test]
async fn error_pages_leave_open_whether_it_was_sent() {
    let world = World::new().await;
    for status in [500, 502, 504, 404, 302] {
        assert_unclear(&world, Act::Http(status, "<html>gateway</html>".to_owned())).await;
    }
}

#[tokio::test]
async fn lost_connections_leave_open_whether_it_was_sent() {
    let world = World::new().await;
    assert_unclear(&world, Act::Close).await;
    assert_unclear(
        &world,
        Act::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"errcode\"".to_vec()),
    )
    .await;
    assert_unclear(&world, Act::Bytes(b"\x16\x03\x01 nonsense\r\n\r\n".to_vec())).await;
}

#[tokio::test]
async fn silence_ends_with_the_call_timeout() {
    let world = World::with(|settings| settings.call_timeout = Duration::from_millis(300)).await;
    assert_unclear(&world, Act::Silence).await;
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let world = World::new().await;
    let padding = " ".repeat(8 * 1024 * 1024);
    assert_unclear(&world, Act::Json(format!(r#"{{"errcode":0{padding}}}"#))).await;
}

#[tokio::test]
async fn a_gateway_that_sheds_load_has_not_sent_anything() {
    let world = World::new().await;
    world.platform.always(Act::Http(429, "slow down".to_owned()));
    let failure = say(&world.client, "text").await.unwrap_err();
    assert!(is_later(&failure), "{failure:?}");
}

#[tokio::test]
async fn a_connection_that_closes_before_the_request_was_read_leaves_it_open() {
    let world = World::new().await;
    say(&world.client, "fetches the token").await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let closing = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(stream);
        }
    });
    let client = crate::support::build(crate::support::settings(&url, "second"), &world.store, &world.clock);
    let failure = say(&client, "text").await.unwrap_err();
    assert!(is_unanswered(&failure), "{failure:?}");
    closing.abort();
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let world = World::new().await;
    say(&world.client, "fetches the token").await.unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = crate::support::build(crate::support::settings(&url, "second"), &world.store, &world.clock);
    let custom = say(&client, "text").await.unwrap_err();
    let template = notify(&client).await.unwrap_err();
    assert!(is_later(&custom) && is_later(&template), "{custom:?} {template:?}");
}

#[tokio::test]
async fn a_host_that_does_not_exist_gets_nothing() {
    let world = World::with(|settings| settings.api_base_url = "http://wechat.invalid".to_owned()).await;
    let failure = say(&world.client, "text").await.unwrap_err();
    assert!(is_later(&failure), "{failure:?}");
}
