//! Planted faults: each kind, and whether the call took effect.

use serde_json::{Value, json};

use crate::harness::{Bench, errcode};

const CUSTOM: &str = "/cgi-bin/message/custom/send";

async fn ready() -> (Bench, String) {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    bench
        .post(&format!("/people/{person}/text"), json!({"content": "hi"}))
        .await;
    (bench, person)
}

async fn plant(bench: &Bench, action: Value) {
    bench
        .post("/faults", json!([{"api": CUSTOM, "action": action, "times": 1}]))
        .await;
}

/// What one send meets, as its caller sees it.
async fn send(bench: &Bench, person: &str) -> reqwest::Result<(u16, String)> {
    let token = bench.token().await;
    let body = json!({"touser": person, "msgtype": "text", "text": {"content": "hi"}}).to_string();
    let response = bench
        .try_api(&format!("message/custom/send?access_token={token}"), &body)
        .await?;
    Ok((response.status().as_u16(), response.text().await?))
}

#[tokio::test]
async fn an_error_code_is_answered_without_effect() {
    let (bench, person) = ready().await;
    plant(&bench, json!({"errcode": 45009, "errmsg": "enough for today"})).await;
    let answer = bench.send_text(&person, "hi").await;
    assert_eq!(errcode(&answer), 45009);
    assert!(answer["errmsg"].as_str().unwrap().starts_with("enough for today rid: "));
    assert!(bench.notices(&person).await.is_empty());
    assert_eq!(errcode(&bench.send_text(&person, "hi").await), 0);
    bench.stop().await;
}

#[tokio::test]
async fn a_status_and_a_page_of_html_have_no_effect() {
    let (bench, person) = ready().await;
    plant(&bench, json!({"httpStatus": 502})).await;
    assert_eq!(send(&bench, &person).await.unwrap().0, 502);
    plant(&bench, json!({"html": true})).await;
    let (status, body) = send(&bench, &person).await.unwrap();
    assert_eq!(status, 200);
    assert!(body.contains("<html>"));
    assert!(bench.notices(&person).await.is_empty());
    bench.stop().await;
}

#[tokio::test]
async fn a_truncated_answer_comes_after_the_effect() {
    let (bench, person) = ready().await;
    plant(&bench, json!({"truncate": true})).await;
    let (status, body) = send(&bench, &person).await.unwrap();
    assert_eq!(status, 200);
    assert!(serde_json::from_str::<Value>(&body).is_err() && body.starts_with('{'));
    assert_eq!(bench.notices(&person).await.len(), 1);
    bench.stop().await;
}

#[tokio::test]
async fn a_connection_dropped_before_the_effect_leaves_nothing() {
    let (bench, person) = ready().await;
    plant(&bench, json!({"dropConnection": "before"})).await;
    assert!(send(&bench, &person).await.is_err());
    assert!(bench.notices(&person).await.is_empty());
    bench.stop().await;
}

#[tokio::test]
async fn a_connection_dropped_after_the_effect_leaves_the_notice() {
    let (bench, person) = ready().await;
    plant(&bench, json!({"dropConnection": "after"})).await;
    assert!(send(&bench, &person).await.is_err());
    assert_eq!(bench.notices(&person).await.len(), 1);
    let calls = bench.get(&format!("/calls?api={CUSTOM}&openId={person}")).await;
    assert_eq!(
        (&calls["items"][0]["tookEffect"], &calls["items"][0]["token"]),
        (&json!(true), &json!("valid"))
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_delayed_call_takes_effect_even_if_its_caller_gives_up() {
    let (bench, person) = ready().await;
    plant(&bench, json!({"delayMs": 400})).await;
    let impatient = reqwest::Client::builder()
        .timeout(std::time::Duration::from_millis(100))
        .build()
        .unwrap();
    let token = bench.token().await;
    let url = format!("{}{CUSTOM}?access_token={token}", bench.url);
    let body = json!({"touser": person, "msgtype": "text", "text": {"content": "hi"}}).to_string();
    assert!(impatient.post(url).body(body).send().await.unwrap_err().is_timeout());
    while bench.notices(&person).await.is_empty() {
        tokio::task::yield_now().await;
    }
    bench.stop().await;
}

#[tokio::test]
async fn faults_can_strike_every_third_call_of_any_api() {
    let (bench, person) = ready().await;
    bench
        .post("/faults", json!({"api": "*", "action": {"errcode": -1}, "every": 3}))
        .await;
    let body = json!({"touser": person, "msgtype": "text", "text": {"content": "hi"}});
    let mut codes = Vec::new();
    for _ in 0..6 {
        codes.push(errcode(&bench.api("message/custom/send", &body).await));
    }
    assert_eq!(codes, [41001, 41001, -1, 41001, 41001, -1]);
    let faults = bench.get("/faults").await;
    assert_eq!(
        (&faults["items"][0]["matched"], &faults["items"][0]["happened"]),
        (&json!(6), &json!(2))
    );

    bench
        .http
        .delete(format!("{}/control/faults", bench.url))
        .send()
        .await
        .unwrap();
    assert_eq!(bench.get("/faults").await["items"], json!([]));
    bench.stop().await;
}

#[tokio::test]
async fn faults_that_make_no_sense_are_refused() {
    let bench = Bench::start().await;
    for fault in [
        json!({"api": "*", "action": {}}),
        json!({"api": "custom", "action": {"errcode": 1}}),
        json!({"api": "*", "action": {"errcode": 1, "html": true}}),
        json!({"api": "*", "action": {"delay": 1}}),
        json!({"api": "*", "action": {"errcode": 1}, "every": 0}),
        json!({"api": "*", "action": {"errcode": 1}, "probability": 2}),
    ] {
        assert_eq!(bench.try_post("/faults", fault.clone()).await.0, 400, "{fault}");
    }
    bench.stop().await;
}

#[tokio::test]
async fn a_used_up_quota_refuses_until_it_is_cleared() {
    let (bench, person) = ready().await;
    bench.post("/quota", json!({"api": CUSTOM, "remaining": 1})).await;
    assert_eq!(errcode(&bench.send_text(&person, "hi").await), 0);
    assert_eq!(errcode(&bench.send_text(&person, "hi").await), 45009);
    let quota = bench.call("openapi/quota/get", json!({"cgi_path": CUSTOM})).await;
    assert_eq!(
        (&quota["quota"]["remain"], &quota["quota"]["used"]),
        (&json!(0), &json!(1))
    );
    let app_id = bench.get("/settings").await["appId"].clone();
    assert_eq!(errcode(&bench.call("clear_quota", json!({"appid": app_id})).await), 0);
    assert_eq!(errcode(&bench.send_text(&person, "hi").await), 0);
    bench.stop().await;
}
