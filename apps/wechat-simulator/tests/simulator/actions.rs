//! What people do, and what the callback hears of it.

use serde_json::{Value, json};

use crate::harness::{Answer, Bench, errcode, field};

async fn code(bench: &Bench, scene: &str) -> Value {
    let body = json!({
        "action_name": "QR_STR_SCENE",
        "expire_seconds": 600,
        "action_info": {"scene": {"scene_str": scene}},
    });
    bench.call("qrcode/create", body).await
}

#[tokio::test]
async fn scanning_a_created_code_follows_first_and_is_a_scan_afterwards() {
    let bench = Bench::start().await;
    let code = code(&bench, "evt_1").await;
    let person = bench.post("/people", json!({"nickname": "小王"})).await["openId"]
        .as_str()
        .unwrap()
        .to_owned();
    bench
        .callback
        .will([Answer::Text("报名成功 🎉"), Answer::Text("签到成功")]);

    let first = bench
        .post(&format!("/people/{person}/scan"), json!({"ticket": code["ticket"]}))
        .await;
    assert_eq!(first["reply"], json!({"type": "text", "content": "报名成功 🎉"}));
    assert_eq!(first["message"]["eventKey"], "qrscene_evt_1");
    let second = bench
        .post(&format!("/people/{person}/scan"), json!({"scene": "evt_1"}))
        .await;
    assert_eq!(second["reply"]["content"], "签到成功");

    let messages: Vec<_> = bench.callback.pushes().into_iter().map(|push| push.message).collect();
    let facts = |name: &str| messages.iter().map(|message| field(message, name)).collect::<Vec<_>>();
    assert_eq!(facts("Event"), ["subscribe", "SCAN"]);
    assert_eq!(facts("EventKey"), ["qrscene_evt_1", "evt_1"]);
    assert_eq!(facts("Ticket"), [code["ticket"].as_str().unwrap(); 2]);
    assert_eq!(facts("FromUserName"), [person.as_str(); 2]);
    assert_eq!(facts("MsgId"), ["", ""]);
    bench.stop().await;
}

#[tokio::test]
async fn a_code_has_a_picture_and_expires() {
    let bench = Bench::start().await;
    let ticket = code(&bench, "evt_1").await["ticket"].as_str().unwrap().to_owned();
    assert!(
        bench
            .raw_get(&format!("/cgi-bin/showqrcode?ticket={ticket}"))
            .await
            .contains("<svg")
    );
    let unknown = bench
        .http
        .get(format!("{}/cgi-bin/showqrcode?ticket=no", bench.url))
        .send()
        .await
        .unwrap();
    assert_eq!(unknown.status(), 404);

    let person = bench.follower().await;
    bench.advance(600).await;
    let (status, answer) = bench
        .try_post(&format!("/people/{person}/scan"), json!({"ticket": ticket}))
        .await;
    assert_eq!((status, &answer["error"]["code"]), (410, &json!("CODE_EXPIRED")));
    bench.stop().await;
}

#[tokio::test]
async fn codes_that_make_no_sense_are_refused() {
    let bench = Bench::start().await;
    let refused = async |action: &str, scene: Value, expire: Value| {
        let body = json!({"action_name": action, "expire_seconds": expire, "action_info": {"scene": scene}});
        errcode(&bench.call("qrcode/create", body).await)
    };
    assert_eq!(refused("QR", json!({"scene_id": 1}), json!(60)).await, 40052);
    assert_eq!(refused("QR_SCENE", json!({"scene_id": 0}), json!(60)).await, 40053);
    assert_eq!(
        refused("QR_SCENE", json!({"scene_id": 1}), json!(2_592_001)).await,
        40053
    );
    assert_eq!(
        refused("QR_LIMIT_SCENE", json!({"scene_id": 100_001}), Value::Null).await,
        40053
    );
    assert_eq!(
        refused("QR_STR_SCENE", json!({"scene_str": "x".repeat(65)}), json!(60)).await,
        40053
    );
    assert_eq!(
        refused("QR_STR_SCENE", json!({"scene_str": "x".repeat(64)}), json!(60)).await,
        0
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_text_carries_an_id_that_no_float_can_hold() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let sent = bench
        .post(&format!("/people/{person}/text"), json!({"content": "签到 ]]> 🍵"}))
        .await;
    let message = bench.callback.pushes()[0].message.clone();
    let id: u64 = field(&message, "MsgId").parse().unwrap();
    assert!(id > 1 << 53);
    assert_eq!(sent["message"]["msgId"], id.to_string());
    assert!(message.contains("<Content><![CDATA[签到 ]]]]><![CDATA[> 🍵]]></Content>"));
    assert_eq!(sent["reply"], Value::Null);
    bench.stop().await;
}

#[tokio::test]
async fn clicks_views_and_leaving_are_events() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    bench
        .post(&format!("/people/{person}/click"), json!({"key": "MY_TICKET"}))
        .await;
    bench
        .post(
            &format!("/people/{person}/view"),
            json!({"url": "https://example.cn/?a=1&b=2"}),
        )
        .await;
    bench.post(&format!("/people/{person}/unfollow"), json!({})).await;
    let messages: Vec<_> = bench.callback.pushes().into_iter().map(|push| push.message).collect();
    let facts: Vec<_> = messages
        .iter()
        .map(|message| (field(message, "Event"), field(message, "EventKey")))
        .collect();
    let expected = [
        ("CLICK", "MY_TICKET"),
        ("VIEW", "https://example.cn/?a=1&b=2"),
        ("unsubscribe", ""),
    ];
    assert_eq!(facts, expected.map(|(event, key)| (event.to_owned(), key.to_owned())));

    let (status, answer) = bench
        .try_post(&format!("/people/{person}/text"), json!({"content": "hi"}))
        .await;
    assert_eq!((status, &answer["error"]["code"]), (409, &json!("NOT_A_FOLLOWER")));
    bench.stop().await;
}

#[tokio::test]
async fn an_action_need_not_be_waited_for() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let early = bench
        .post(
            &format!("/people/{person}/text?wait=false"),
            json!({"content": "hi", "msgId": "42"}),
        )
        .await;
    assert_eq!(
        (&early["message"]["msgId"], &early["attempts"]),
        (&json!("42"), &Value::Null)
    );
    bench.pushed(|push| field(&push.message, "MsgId") == "42").await;
    bench.stop().await;
}

#[tokio::test]
async fn tags_and_their_owner_can_be_looked_at() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let tag = async |tag: i64, people: Vec<&str>| {
        let body = json!({"openid_list": people, "tagid": tag});
        errcode(&bench.call("tags/members/batchtagging", body).await)
    };
    assert_eq!(tag(100, vec![&person]).await, 0);
    assert_eq!(tag(100, vec![&person, "o_unknown"]).await, 40003);
    assert_eq!(tag(100, vec!["x"; 51]).await, 40032);
    assert_eq!(tag(2, vec![&person]).await, 45058);
    for id in 101..120 {
        assert_eq!(tag(id, vec![&person]).await, 0);
    }
    assert_eq!(tag(120, vec![&person]).await, 45059);
    assert_eq!(
        bench.get(&format!("/people/{person}")).await["tags"]
            .as_array()
            .unwrap()
            .len(),
        20
    );

    let token = bench.token().await;
    let info = bench
        .raw_get(&format!("/cgi-bin/user/info?access_token={token}&openid={person}"))
        .await;
    let info: Value = serde_json::from_str(&info).unwrap();
    assert_eq!(
        (&info["subscribe"], info["tagid_list"].as_array().unwrap().len()),
        (&json!(1), 20)
    );
    assert_eq!(info.get("nickname"), None);
    bench.stop().await;
}

#[tokio::test]
async fn lists_of_templates_and_tags_are_enforced_once_they_are_given() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let tag = json!({"openid_list": [person], "tagid": 7});
    bench
        .post("/settings", json!({"templates": ["other"], "tags": [8]}))
        .await;
    assert_eq!(
        errcode(&bench.call("tags/members/batchtagging", tag.clone()).await),
        45159
    );
    assert_eq!(errcode(&bench.send_template(&person, "a").await), 40037);
    bench.post("/settings", json!({"templates": null, "tags": null})).await;
    assert_eq!(errcode(&bench.call("tags/members/batchtagging", tag).await), 0);
    assert_eq!(errcode(&bench.send_template(&person, "a").await), 0);
    bench.stop().await;
}
