//! Messages of a WeCom application to members.

use actix_web::http::Method;
use adapter_memory::{StaffCall, WechatCall};
use serde_json::{Value, json};

use crate::support::House;

const MESSAGES: &str = "/v2/wechat/accounts/staff/wecom/messages";

async fn house() -> House {
    let house = House::open().await;
    let account = json!({
        "name": "staff", "product": "wecom", "appId": "ww0123456789abcdef", "agentId": 1_000_002,
        "title": "企业", "appSecret": "a-secret-of-the-tests-00000000", "token": "token",
        "encodingAesKey": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    });
    house.post("/v2/wechat/accounts", account).await.data(201);
    house
}

fn text(users: &[&str]) -> Value {
    json!({"recipients": {"users": users}, "content": {"type": "text", "text": "明早 8:30 集合"}})
}

fn card() -> Value {
    json!({
        "type": "button-interaction", "taskId": "shift-1", "title": {"title": "班次"},
        "buttons": [{"type": "callback", "text": "我来", "key": "yes"}],
    })
}

#[actix_web::test]
async fn a_message_is_ordered_sent_and_told_recipient_by_recipient() {
    let house = house().await;
    house.wechat.has_no_member("lisi");
    let request = house
        .signed_in(Method::POST, MESSAGES)
        .insert_header(("idempotency-key", "one"))
        .set_json(text(&["ZhangSan", "LiSi"]));
    let ordered = house.send(request).await.data(202);
    assert_eq!(
        (&ordered["state"], &ordered["recipients"]["total"]),
        (&json!("pending"), &json!(2))
    );
    let again = house
        .signed_in(Method::POST, MESSAGES)
        .insert_header(("idempotency-key", "one"))
        .set_json(text(&["ZhangSan", "LiSi"]));
    let again = house.send(again).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.json()["data"]["id"], ordered["id"]);
    house.works_off().await;
    let path = format!("{MESSAGES}/{}", ordered["id"].as_str().unwrap());
    let message = house.get(&path).await.data(200);
    assert_eq!(message["state"], "partly-sent");
    assert_eq!(message["content"], json!({"type": "text", "text": "明早 8:30 集合"}));
    assert_eq!(message["parts"][0]["msgId"], "msg-1");
    let invalid = house.get(&format!("{path}/recipients?outcome=invalid")).await.data(200);
    assert_eq!(
        (&invalid["total"], &invalid["items"][0]["id"]),
        (&json!(1), &json!("LiSi"))
    );
    let listed = house.get(&format!("{MESSAGES}?state=partly-sent")).await.data(200);
    assert_eq!(listed["total"], 1);
    let is_send = |call: &WechatCall| matches!(call, WechatCall::Staff(StaffCall::Send { .. }));
    assert_eq!(house.wechat.calls().iter().filter(|call| is_send(call)).count(), 1);
    house.post(&format!("{path}/recall"), json!({})).await.data(202);
    house.works_off().await;
    assert_eq!(house.get(&path).await.data(200)["state"], "recalled");
    house
        .post(&format!("{path}/recall"), json!({}))
        .await
        .error(409, "NOTHING_TO_RECALL");
    house
        .post(&format!("{path}/card-update"), json!({"buttonText": "好"}))
        .await
        .error(409, "NOBODY_ANSWERED");
    assert_eq!(house.get(&format!("{path}/answers")).await.data(200)["total"], 0);
}

#[actix_web::test]
async fn what_wecom_would_refuse_or_cut_is_refused() {
    let house = house().await;
    let everyone = json!({"everyone": true});
    let with = |content: Value| json!({"recipients": {"users": ["a"]}, "content": content});
    let link = json!({"type": "url", "url": "https://a.example/"});
    let id = "01920000-0000-7000-8000-000000000001";
    for content in [
        json!({"type": "text", "text": ""}),
        json!({"type": "text", "text": "签".repeat(683)}),
        json!({"type": "text", "text": "x", "more": 1}),
        json!({"type": "other"}),
        json!({"type": "image", "materialId": "x"}),
        json!({"type": "video", "materialId": id, "title": "签".repeat(43)}),
        json!({"type": "text-card", "title": "t", "description": "", "url": "https://a.example/"}),
        json!({"type": "text-card", "title": "t", "description": "d", "url": "ftp://a.example/"}),
        json!({"type": "text-card", "title": "t", "description": "d", "url": "https://a.example/", "button": "五个字太长"}),
        json!({"type": "news", "articles": []}),
        json!({"type": "news", "articles": [{"title": "t"}]}),
        json!({"type": "mp-news", "articles": [{"title": "t", "materialId": id, "content": ""}]}),
        json!({"type": "mini-program-notice", "appId": "wx1", "title": "三个字"}),
        json!({"type": "template-card", "card": {"type": "text-notice", "subTitle": "x"}}),
        json!({"type": "template-card", "card": {"type": "text-notice", "subTitle": "x", "action": link, "buttons": []}}),
        json!({"type": "template-card", "card": {"type": "button-interaction", "title": {"title": "t"}, "buttons": []}}),
        json!({"type": "template-card", "card": {"type": "vote-interaction", "taskId": "t", "title": {"title": "t"}}}),
        json!({"type": "template-card", "card": {"type": "other"}}),
    ] {
        house.post(MESSAGES, with(content)).await.error(400, "VALIDATION_ERROR");
    }
    let content = json!({"type": "text", "text": "x"});
    for recipients in [
        json!({}),
        json!({"users": ["@all"]}),
        json!({"users": ["a|b"]}),
        json!({"users": "a"}),
        json!({"parties": ["2"]}),
        json!({"parties": [0]}),
        json!({"everyone": true, "users": ["a"]}),
        json!([]),
    ] {
        let body = json!({"recipients": recipients, "content": content});
        house.post(MESSAGES, body).await.error(400, "VALIDATION_ERROR");
    }
    for (name, value) in [
        ("safe", json!("yes")),
        ("safe", json!("within-corp")),
        ("duplicateCheckSeconds", json!(5)),
    ] {
        let mut body = json!({"recipients": everyone, "content": content});
        body[name] = value;
        house.post(MESSAGES, body).await.error(400, "VALIDATION_ERROR");
    }
    assert!(house.wechat.calls().is_empty());
}

#[actix_web::test]
async fn every_type_of_message_is_taken() {
    let house = house().await;
    let id = "01920000-0000-7000-8000-000000000001";
    let link = json!({"type": "url", "url": "https://a.example/"});
    let options = json!([{"id": "a", "text": "甲"}]);
    for content in [
        json!({"type": "markdown", "text": "# 签到"}),
        json!({"type": "image", "materialId": id}),
        json!({"type": "voice", "materialId": id}),
        json!({"type": "file", "materialId": id}),
        json!({"type": "video", "materialId": id, "title": "t"}),
        json!({"type": "news", "articles": [{"title": "t", "url": "https://a.example/"}]}),
        json!({"type": "mp-news", "articles": [{"title": "t", "materialId": id, "content": "<p>x</p>"}]}),
        json!({"type": "mini-program-notice", "appId": "wx1", "title": "活动通知", "lines": [{"key": "时间", "value": "8:30"}]}),
        json!({"type": "template-card", "card": {
            "type": "text-notice", "subTitle": "x", "action": link, "quote": {"text": "q", "link": link},
            "lines": [{"name": "表", "to": {"type": "file", "materialId": id}}, {"name": "人", "to": {"type": "member", "userId": "a"}}],
            "menu": {"actions": [{"text": "不再提醒", "key": "mute"}]}, "taskId": "t1"}}),
        json!({"type": "template-card", "card": {
            "type": "news-notice", "title": {"title": "t"}, "action": link, "image": {"url": "https://a.example/1.png", "aspectPercent": 150},
            "paragraphs": [{"title": "p"}], "jumps": [{"title": "j", "link": link}]}}),
        json!({"type": "template-card", "card": {
            "type": "vote-interaction", "taskId": "t2", "title": {"title": "t"},
            "checkbox": {"key": "q", "several": true, "options": options}, "submit": {"text": "提交", "key": "s"}}}),
        json!({"type": "template-card", "card": {
            "type": "multiple-interaction", "taskId": "t3", "title": {"title": "t"},
            "selects": [{"key": "q", "options": options}], "submit": {"text": "提交", "key": "s"}}}),
        json!({"type": "template-card", "card": card()}),
    ] {
        let body = json!({"recipients": {"users": ["a"]}, "content": content});
        let ordered = house.post(MESSAGES, body).await.data(202);
        assert_eq!(ordered["content"], content);
    }
    let twin = json!({"recipients": {"users": ["a"]}, "content": {"type": "template-card", "card": card()}});
    house.post(MESSAGES, twin).await.error(409, "TASK_ID_TAKEN");
}

#[actix_web::test]
async fn only_wecom_accounts_and_known_messages_are_found() {
    let house = house().await;
    let foreign = "/v2/wechat/accounts/default/wecom/messages";
    house.post(foreign, text(&["a"])).await.error(409, "WRONG_PRODUCT");
    house.get(foreign).await.error(409, "WRONG_PRODUCT");
    let unknown = "/v2/wechat/accounts/none/wecom/messages";
    house.post(unknown, text(&["a"])).await.error(404, "NOT_FOUND");
    let nothing = format!("{MESSAGES}/01920000-0000-7000-8000-000000000001");
    for path in [
        nothing.clone(),
        format!("{nothing}/recipients"),
        format!("{nothing}/answers"),
    ] {
        house.get(&path).await.error(404, "NOT_FOUND");
    }
    house
        .post(&format!("{nothing}/recall"), json!({}))
        .await
        .error(404, "NOT_FOUND");
    house.get(&format!("{MESSAGES}/x")).await.error(400, "VALIDATION_ERROR");
    house
        .get(&format!("{MESSAGES}?state=x"))
        .await
        .error(400, "VALIDATION_ERROR");
    let both = json!({"buttonText": "好", "card": card()});
    for body in [json!({}), both, json!({"buttonText": ""})] {
        let path = format!("{nothing}/card-update");
        house.post(&path, body).await.error(400, "VALIDATION_ERROR");
    }
}
