//! Customer-service and template messages.

use serde_json::json;

use crate::harness::{Bench, errcode, field};

#[tokio::test]
async fn a_message_opens_five_answers_in_forty_eight_hours() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    assert_eq!(errcode(&bench.send_text(&person, "too early").await), 45015);
    bench
        .post(&format!("/people/{person}/text"), json!({"content": "hi"}))
        .await;
    for number in 0..5 {
        assert_eq!(errcode(&bench.send_text(&person, &format!("answer {number}")).await), 0);
    }
    assert_eq!(errcode(&bench.send_text(&person, "one too many").await), 45047);
    bench.advance(48 * 3600).await;
    assert_eq!(errcode(&bench.send_text(&person, "too late").await), 45015);
    assert_eq!(bench.notices(&person).await.len(), 5);
    bench.stop().await;
}

#[tokio::test]
async fn a_scan_opens_three_answers_in_a_minute() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    for _ in 0..2 {
        bench.post(&format!("/people/{person}/scan"), json!({"scene": 7})).await;
        for _ in 0..3 {
            assert_eq!(errcode(&bench.send_text(&person, "欢迎").await), 0);
        }
        assert_eq!(errcode(&bench.send_text(&person, "欢迎").await), 45047);
        bench.advance(60).await;
        assert_eq!(errcode(&bench.send_text(&person, "欢迎").await), 45015);
    }
    let times: Vec<_> = bench
        .notices(&person)
        .await
        .iter()
        .map(|notice| notice["times"].clone())
        .collect();
    assert_eq!(times, [1, 2, 3, 4, 5, 6]);
    bench.stop().await;
}

#[tokio::test]
async fn receivers_and_contents_are_checked() {
    let bench = Bench::start().await;
    let stranger = bench.post("/people", json!({})).await["openId"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(errcode(&bench.send_text("o_unknown", "hi").await), 40003);
    assert_eq!(errcode(&bench.send_text(&stranger, "hi").await), 43004);

    let person = bench.follower().await;
    bench
        .post(&format!("/people/{person}/click"), json!({"key": "K"}))
        .await;
    assert_eq!(errcode(&bench.send_text(&person, &"长".repeat(683)).await), 45002);
    let poem = json!({"touser": person, "msgtype": "poem", "poem": {}});
    assert_eq!(errcode(&bench.call("message/custom/send", poem).await), 40008);
    assert_eq!(errcode(&bench.send_text(&person, &"长".repeat(682)).await), 0);
    bench.stop().await;
}

#[tokio::test]
async fn escaped_chinese_reaches_the_person_as_escapes() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    bench
        .post(&format!("/people/{person}/text"), json!({"content": "hi"}))
        .await;
    let token = bench.token().await;
    let body = format!(r#"{{"touser":"{person}","msgtype":"text","text":{{"content":"\u4f60\u597d 你好"}}}}"#);
    let answer = bench
        .try_api(&format!("message/custom/send?access_token={token}"), &body)
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(bench.notices(&person).await[0]["content"], r"\u4f60\u597d 你好");
    bench.stop().await;
}

#[tokio::test]
async fn a_template_message_is_sent_once_for_each_client_message_id() {
    let bench = Bench::start().await;
    let (person, other) = (bench.follower().await, bench.follower().await);
    let first = bench.send_template(&person, "delivery-1").await;
    let again = bench.send_template(&person, "delivery-1").await;
    assert_eq!((errcode(&first), &first["msgid"]), (0, &again["msgid"]));
    assert!(first["msgid"].as_u64().unwrap() > 1 << 53);
    assert_ne!(bench.send_template(&other, "delivery-1").await["msgid"], first["msgid"]);
    assert_ne!(
        bench.send_template(&person, "delivery-2").await["msgid"],
        first["msgid"]
    );

    let notices = bench.notices(&person).await;
    assert_eq!(notices.len(), 2);
    assert_eq!(
        (&notices[0]["suppressed"], &notices[0]["times"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(notices[0]["msgid"], first["msgid"].to_string());

    bench.advance(600).await;
    assert_ne!(
        bench.send_template(&person, "delivery-1").await["msgid"],
        first["msgid"]
    );
    assert_eq!(bench.notices(&person).await[2]["times"], 2);
    bench.stop().await;
}

#[tokio::test]
async fn the_result_of_a_template_message_is_reported() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let sent = bench.send_template(&person, "a").await;
    let report = bench
        .pushed(|push| field(&push.message, "Event") == "TEMPLATESENDJOBFINISH")
        .await
        .message;
    assert_eq!(
        (field(&report, "MsgID"), field(&report, "Status")),
        (sent["msgid"].to_string(), "success".to_owned())
    );
    assert_eq!(field(&report, "FromUserName"), person);
    bench.stop().await;
}

#[tokio::test]
async fn template_data_must_obey_the_type_in_its_name() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let data = json!({"thing1": {"value": "长".repeat(21)}});
    let body = json!({"touser": person, "template_id": "T", "data": data});
    let answer = bench.call("message/template/send", body).await;
    assert_eq!(errcode(&answer), 47003);
    assert!(answer["errmsg"].as_str().unwrap().contains("data.thing1.value"));
    assert!(bench.notices(&person).await.is_empty());
    bench.stop().await;
}
