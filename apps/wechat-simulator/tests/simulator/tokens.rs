//! Access tokens over the API.

use runtime::config::development::{APP_ID, APP_SECRET};
use serde_json::{Value, json};

use crate::harness::{Bench, errcode};

async fn judge(bench: &Bench, token: &str) -> i64 {
    errcode(
        &bench
            .api(
                &format!("openapi/quota/get?access_token={token}"),
                &json!({"cgi_path": "/cgi-bin/token"}),
            )
            .await,
    )
}

fn value(answer: &Value) -> String {
    answer["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_stable_token_stays_the_same_until_its_last_five_minutes() {
    let bench = Bench::start().await;
    let first = bench.stable_token(false).await;
    assert_eq!(first["expires_in"], 7200);
    bench.advance(6000).await;
    let second = bench.stable_token(false).await;
    assert_eq!(value(&second), value(&first));
    assert!(second["expires_in"].as_i64().unwrap() <= 1200);

    bench.advance(1000).await;
    let renewed = bench.stable_token(false).await;
    assert_ne!(value(&renewed), value(&first));
    assert_eq!(
        (
            judge(&bench, &value(&first)).await,
            judge(&bench, &value(&renewed)).await
        ),
        (0, 0)
    );
    bench.advance(300).await;
    assert_eq!(judge(&bench, &value(&first)).await, 40001);
    bench.stop().await;
}

#[tokio::test]
async fn a_forced_refresh_kills_the_current_token_once_in_thirty_seconds() {
    let bench = Bench::start().await;
    let first = value(&bench.stable_token(false).await);
    let second = value(&bench.stable_token(true).await);
    assert_eq!((judge(&bench, &first).await, judge(&bench, &second).await), (40001, 0));
    assert_eq!(value(&bench.stable_token(true).await), second);
    bench.stop().await;
}

#[tokio::test]
async fn each_classic_token_supersedes_the_one_before() {
    let bench = Bench::start().await;
    let path = format!("/cgi-bin/token?grant_type=client_credential&appid={APP_ID}&secret={APP_SECRET}");
    let token = async || value(&serde_json::from_str(&bench.raw_get(&path).await).unwrap());
    let (first, second) = (token().await, token().await);
    assert_eq!((judge(&bench, &first).await, judge(&bench, &second).await), (0, 0));
    bench.advance(301).await;
    assert_eq!((judge(&bench, &first).await, judge(&bench, &second).await), (40001, 0));
    bench.stop().await;
}

#[tokio::test]
async fn a_missing_a_wrong_and_an_old_token_are_told_apart() {
    let bench = Bench::start().await;
    let token = bench.token().await;
    let without = bench
        .api("openapi/quota/get", &json!({"cgi_path": "/cgi-bin/token"}))
        .await;
    assert_eq!(errcode(&without), 41001);
    assert!(without["errmsg"].as_str().unwrap().contains(" rid: "));
    assert_eq!(judge(&bench, "wrong").await, 40001);
    bench.post("/tokens/expire", json!({})).await;
    assert_eq!(judge(&bench, &token).await, 42001);
    assert_ne!(bench.token().await, token);
    bench.stop().await;
}

#[tokio::test]
async fn credentials_are_checked() {
    let bench = Bench::start().await;
    let refused = async |grant: &str, app_id: &str, secret: &str| {
        errcode(
            &bench
                .api(
                    "stable_token",
                    &json!({"grant_type": grant, "appid": app_id, "secret": secret}),
                )
                .await,
        )
    };
    assert_eq!(refused("password", APP_ID, APP_SECRET).await, 40002);
    assert_eq!(refused("client_credential", "wx0", APP_SECRET).await, 40013);
    assert_eq!(refused("client_credential", "", APP_SECRET).await, 41002);
    assert_eq!(refused("client_credential", APP_ID, "no").await, 40125);
    assert_eq!(refused("client_credential", APP_ID, "").await, 41004);
    bench.stop().await;
}

#[tokio::test]
async fn a_shorter_lifetime_concerns_new_tokens() {
    let bench = Bench::start().await;
    bench.post("/tokens/lifetime", json!({"seconds": 60})).await;
    assert_eq!(bench.stable_token(false).await["expires_in"], 60);
    let token = bench.token().await;
    bench.advance(60).await;
    assert_eq!(judge(&bench, &token).await, 42001);
    bench.stop().await;
}

#[tokio::test]
async fn fetches_and_issued_tokens_are_counted() {
    let bench = Bench::start().await;
    for _ in 0..3 {
        bench.token().await;
    }
    let counters = &bench.get("/stats").await["counters"];
    assert_eq!(
        (&counters["tokenFetches"], &counters["tokensIssued"]),
        (&json!(3), &json!(1))
    );
    bench.stop().await;
}
