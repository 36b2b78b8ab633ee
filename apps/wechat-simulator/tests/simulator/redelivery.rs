//! What happens when the callback does not answer.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Answer, Bench, field};

fn outcomes(delivery: &Value) -> Vec<&str> {
    delivery["attempts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|attempt| attempt["outcome"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_message_is_delivered_three_times_when_the_callback_fails() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    bench
        .callback
        .will([Answer::Status(500), Answer::Status(502), Answer::Status(500)]);
    let delivery = bench
        .post(&format!("/people/{person}/text"), json!({"content": "hello"}))
        .await;
    assert_eq!(outcomes(&delivery), ["httpStatus"; 3]);

    let pushes = bench.callback.pushes();
    let ids: HashSet<_> = pushes.iter().map(|push| field(&push.message, "MsgId")).collect();
    let nonces: HashSet<_> = pushes.iter().map(|push| push.query["nonce"].clone()).collect();
    let signatures: HashSet<_> = pushes.iter().map(|push| push.query["msg_signature"].clone()).collect();
    assert_eq!((pushes.len(), ids.len(), nonces.len(), signatures.len()), (3, 1, 3, 3));

    let chat = bench.chat(&person).await;
    assert_eq!(
        chat[0]["delivery"],
        json!({"id": delivery["deliveryId"], "attempts": 3, "state": "failed"})
    );
    assert_eq!(chat[1]["kind"], "unavailable");
    bench.stop().await;
}

#[tokio::test]
async fn silence_is_a_reason_to_repeat_and_a_late_answer_still_counts() {
    let bench =
        Bench::start_with(|settings| settings.accounts[0].platform.retry_timeout = Duration::from_millis(300)).await;
    let person = bench.follower().await;
    bench
        .callback
        .will([Answer::Never, Answer::Never, Answer::Text("终于")]);
    let delivery = bench
        .post(&format!("/people/{person}/text"), json!({"content": "hello"}))
        .await;
    assert_eq!(outcomes(&delivery), ["timeout", "timeout", "replied"]);
    let chat = bench.chat(&person).await;
    assert_eq!(
        (&chat[0]["delivery"]["state"], &chat[1]["reply"]["content"]),
        (&json!("answered"), &json!("终于"))
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_callback_that_is_not_there_is_tried_three_times() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    bench
        .post("/settings", json!({"callbackUrl": "http://127.0.0.1:1/"}))
        .await;
    let delivery = bench
        .post(&format!("/people/{person}/text"), json!({"content": "hello"}))
        .await;
    assert_eq!(outcomes(&delivery), ["connectionError"; 3]);
    let attempts = bench.get(&format!("/callbacks?openId={person}")).await;
    let numbers: Vec<_> = attempts["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["attempt"].clone())
        .collect();
    assert_eq!(numbers, [1, 2, 3]);
    bench.stop().await;
}

#[tokio::test]
async fn nothing_is_shown_to_someone_who_has_left() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    bench.callback.will([Answer::Text("再见")]);
    let delivery = bench.post(&format!("/people/{person}/unfollow"), json!({})).await;
    assert_eq!(delivery["reply"]["content"], "再见");
    assert_eq!(bench.chat(&person).await.len(), 1);
    bench.stop().await;
}
