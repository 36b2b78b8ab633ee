//! Falsified messages, and many copies of one.

use serde_json::{Value, json};

use crate::harness::{Answer, Bench, field};

fn message(bench_settings: &Value, person: &str) -> String {
    let account = bench_settings["originalId"].as_str().unwrap();
    format!(
        "<xml><ToUserName>{account}</ToUserName><FromUserName>{person}</FromUserName><CreateTime>1780000000</CreateTime>\
         <MsgType>text</MsgType><Content>hi</Content><MsgId>24000000000000001</MsgId></xml>"
    )
}

#[tokio::test]
async fn twenty_copies_arrive_as_twenty_pushes_of_one_message() {
    let bench = Bench::start().await;
    let xml = message(&bench.get("/settings").await, "o_new");
    bench.callback.will((0..20).map(|_| Answer::Text("once")));
    let delivered = bench.post("/deliver", json!({"xml": xml, "times": 20})).await;
    let copies = delivered["copies"].as_array().unwrap();
    assert_eq!(copies.len(), 20);
    assert!(
        copies
            .iter()
            .all(|copy| copy["status"] == 200 && copy["reply"]["content"] == "once")
    );
    let pushes = bench.callback.pushes();
    assert!(
        pushes
            .iter()
            .all(|push| field(&push.message, "MsgId") == "24000000000000001")
    );
    assert_eq!(pushes.len(), 20);
    assert_eq!(bench.send_text("o_new", "hi").await["errcode"], 0);
    bench.stop().await;
}

#[tokio::test]
async fn each_falsification_shows_at_the_receiver() {
    let bench = Bench::start().await;
    let xml = message(&bench.get("/settings").await, "o_stranger");
    for overrides in [
        json!({"signature": "0".repeat(40)}),
        json!({"appId": "wx_other"}),
        json!({"corruptPadding": true}),
        json!({"omit": ["msg_signature"]}),
    ] {
        bench
            .post("/deliver", json!({"xml": xml, "overrides": overrides}))
            .await;
        assert_eq!(bench.callback.pushes().last().unwrap().message, "", "{overrides}");
    }
    bench
        .post(
            "/deliver",
            json!({"xml": xml, "overrides": {"timestamp": "1", "nonce": "n"}}),
        )
        .await;
    let push = bench.callback.pushes().pop().unwrap();
    assert_eq!((push.query["timestamp"].as_str(), push.message), ("1", xml));
    assert_eq!(bench.send_text("o_stranger", "hi").await["errcode"], 40003);
    bench.stop().await;
}

#[tokio::test]
async fn a_message_can_be_sent_clear_although_the_mode_is_safe() {
    let bench = Bench::start().await;
    bench.callback.will([Answer::Status(403)]);
    let delivered = bench
        .post("/deliver", json!({"xml": "<xml>&bomb;", "encrypt": false}))
        .await;
    let copy = &delivered["copies"][0];
    assert_eq!((&copy["status"], &copy["outcome"]), (&json!(403), &json!("httpStatus")));
    assert_eq!(bench.callback.pushes()[0].body, "<xml>&bomb;");
    assert_eq!(bench.callback.pushes().len(), 1);
    bench.stop().await;
}
