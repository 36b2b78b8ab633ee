//! Plain, compatible and safe mode, there and back.

use serde_json::{Value, json};

use crate::harness::{Answer, Bench, Push, field, text_reply};

async fn round_trip(mode: &str) -> (Value, Push) {
    let bench = Bench::start().await;
    bench.post("/settings", json!({"mode": mode})).await;
    let person = bench.follower().await;
    bench.callback.will([Answer::Text("你好")]);
    let delivery = bench
        .post(&format!("/people/{person}/text"), json!({"content": "hello"}))
        .await;
    let push = bench.callback.pushes().remove(0);
    bench.stop().await;
    (delivery, push)
}

#[tokio::test]
async fn plain_mode_sends_clear_fields_and_takes_a_clear_reply() {
    let (delivery, push) = round_trip("plain").await;
    assert_eq!(field(&push.message, "Content"), "hello");
    assert!(!push.query.contains_key("encrypt_type") && !push.body.contains("<Encrypt>"));
    assert_eq!(delivery["reply"]["content"], "你好");
}

#[tokio::test]
async fn compatible_mode_sends_both() {
    let (delivery, push) = round_trip("compatible").await;
    assert_eq!(field(&push.message, "Content"), "hello");
    assert_eq!(field(&push.body, "Content"), "hello");
    assert!(push.body.contains("<Encrypt>"));
    assert_eq!(delivery["reply"]["content"], "你好");
}

#[tokio::test]
async fn safe_mode_sends_and_takes_sealed_messages_only() {
    let (delivery, push) = round_trip("safe").await;
    assert_eq!(field(&push.message, "Content"), "hello");
    assert!(!push.body.contains("hello") && !push.body.contains("FromUserName"));
    assert_eq!(push.query["openid"], field(&push.message, "FromUserName"));
    assert_eq!(delivery["reply"]["content"], "你好");
    assert_eq!(delivery["attempts"][0]["outcome"], "replied");
}

#[tokio::test]
async fn a_clear_reply_in_safe_mode_is_unusable_and_the_person_is_told_so() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let account = bench.get("/settings").await["originalId"].as_str().unwrap().to_owned();
    let message = format!("<xml><ToUserName>{account}</ToUserName><FromUserName>{person}</FromUserName></xml>");
    bench
        .callback
        .will((0..3).map(|_| Answer::Body(text_reply(&message, "clear"))));
    let delivery = bench
        .post(&format!("/people/{person}/text"), json!({"content": "hello"}))
        .await;
    assert_eq!(delivery["attempts"].as_array().unwrap().len(), 3);
    assert_eq!(delivery["attempts"][2]["outcome"], "unusable");
    assert_eq!(bench.chat(&person).await.last().unwrap()["kind"], "unavailable");
    bench.stop().await;
}
