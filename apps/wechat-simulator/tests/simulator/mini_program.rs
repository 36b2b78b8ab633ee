//! Codes, links, messages and content security of a mini program.

use serde_json::{Value, json};

use crate::calling::PNG;
use crate::harness::{Bench, errcode};

const MINI: &str = "miniprogram";

#[tokio::test]
async fn codes_are_pictures_and_their_scenes_have_an_alphabet() {
    let bench = Bench::start().await;
    bench
        .post(
            "/mini-program?account=miniprogram",
            json!({"pages": ["pages/event"], "codesLeft": 2}),
        )
        .await;
    let path = "/wxa/getwxacodeunlimit";
    let good = json!({"scene": "e=1!#$&'()*+,/:;=?@-._~", "page": "pages/event"});
    let (kind, bytes) = bench.bytes_as(MINI, path, Some(good)).await;
    assert!(kind == "image/png" && bytes.starts_with(b"\x89PNG"));
    let code = async |body: Value| errcode(&bench.post_as(MINI, path, body).await);
    assert_eq!(code(json!({"scene": "x".repeat(33)})).await, 40169);
    assert_eq!(code(json!({"scene": "中文"})).await, 40129);
    assert_eq!(code(json!({"scene": "a%20b"})).await, 40129);
    assert_eq!(code(json!({"scene": "x", "page": "/pages/event"})).await, 41030);
    assert_eq!(code(json!({"scene": "x", "page": "pages/event?a=1"})).await, 41030);
    assert_eq!(code(json!({"scene": "x", "page": "pages/no"})).await, 41030);
    assert_eq!(
        code(json!({"scene": "x", "page": "pages/event", "width": 1281})).await,
        40097
    );
    let unchecked = json!({"scene": "x".repeat(32), "page": "pages/no", "check_path": false});
    assert!(
        bench
            .bytes_as(MINI, path, Some(unchecked))
            .await
            .1
            .starts_with(b"\x89PNG")
    );

    let limited = json!({"path": "pages/event?a=1"});
    for path in ["/wxa/getwxacode", "/cgi-bin/wxaapp/createwxaqrcode"] {
        assert!(
            bench
                .bytes_as(MINI, path, Some(limited.clone()))
                .await
                .1
                .starts_with(b"\x89PNG")
        );
    }
    assert_eq!(errcode(&bench.post_as(MINI, "/wxa/getwxacode", limited).await), 45029);
    let long = json!({"path": "x".repeat(129)});
    assert_eq!(
        errcode(&bench.post_as(MINI, "/cgi-bin/wxaapp/createwxaqrcode", long).await),
        40159
    );
    bench.stop().await;
}

#[tokio::test]
async fn links_live_a_minute_to_thirty_days() {
    let bench = Bench::start().await;
    let link = async |body: Value| bench.post_as(MINI, "/wxa/generate_urllink", body).await;
    let made = link(json!({"path": "pages/event", "query": "a=1", "expire_type": 1, "expire_interval": 30})).await;
    let ask = json!({"url_link": made["url_link"]});
    let told = bench.post_as(MINI, "/wxa/query_urllink", ask.clone()).await;
    assert_eq!(told["url_link_info"]["query"], "a=1");
    bench.advance(30 * 86_400).await;
    assert_eq!(errcode(&bench.post_as(MINI, "/wxa/query_urllink", ask).await), 85402);
    assert_eq!(
        errcode(&link(json!({"expire_type": 1, "expire_interval": 31})).await),
        85401
    );
    assert_eq!(errcode(&link(json!({"expire_type": 0, "expire_time": 1})).await), 85401);
    assert_eq!(errcode(&link(json!({"query": "x".repeat(1025)})).await), 40212);

    let scheme =
        json!({"jump_wxa": {"path": "pages/event"}, "is_expire": true, "expire_type": 1, "expire_interval": 1});
    let made = bench.post_as(MINI, "/wxa/generatescheme", scheme.clone()).await;
    assert!(
        made["openlink"]
            .as_str()
            .unwrap()
            .starts_with("weixin://dl/business/?t=")
    );
    let told = bench
        .post_as(MINI, "/wxa/queryscheme", json!({"scheme": made["openlink"]}))
        .await;
    assert_eq!(told["scheme_info"]["path"], "pages/event");
    let console = "/mini-program?account=miniprogram";
    bench.post(console, json!({"pages": ["pages/other"]})).await;
    assert_eq!(
        errcode(&bench.post_as(MINI, "/wxa/generatescheme", scheme.clone()).await),
        40165
    );
    bench.post(console, json!({"pages": null, "published": false})).await;
    assert_eq!(
        errcode(&bench.post_as(MINI, "/wxa/generatescheme", scheme).await),
        85079
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_subscribe_message_uses_one_consent() {
    let bench = Bench::start().await;
    let person = bench.person_of(MINI).await;
    bench
        .post(
            "/mini-program?account=miniprogram",
            json!({"pages": ["pages/event"], "words": {"违禁": 20006}}),
        )
        .await;
    bench
        .post(&format!("/people/{person}/consent"), json!({"templateIds": ["T"]}))
        .await;
    let body = |page: &str, text: &str| json!({"touser": person, "template_id": "T", "page": page, "data": {"thing1": {"value": text}}});
    let send = async |body: Value| errcode(&bench.post_as(MINI, "/cgi-bin/message/subscribe/send", body).await);
    assert_eq!(send(body("pages/no", "市集")).await, 41030);
    assert_eq!(send(body("pages/event?id=1", "违禁品")).await, 45168);
    assert_eq!(send(body("pages/event?id=1", "")).await, 47003);
    assert_eq!(send(body("pages/event?id=1", "市集")).await, 0);
    assert_eq!(send(body("pages/event?id=1", "市集")).await, 43101);
    assert_eq!(send(json!({"touser": "o_no", "template_id": "T"})).await, 40003);
    assert_eq!(send(json!({"touser": person, "template_id": 7})).await, 40037);
    let told = bench
        .pushed(|push| push.message.contains("subscribe_msg_sent_event"))
        .await
        .message;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["List"]["TemplateId"], "T");
    bench.stop().await;
}

#[tokio::test]
async fn texts_of_recent_visitors_are_checked() {
    let bench = Bench::start().await;
    let person = bench.person_of(MINI).await;
    let fan = bench.follower().await;
    bench
        .post("/mini-program?account=miniprogram", json!({"words": {"赌博": 20006}}))
        .await;
    let check = async |open_id: &str, scene: Value, content: &str| {
        let body = json!({"openid": open_id, "scene": scene, "version": 2, "content": content});
        bench.post_as(MINI, "/wxa/msg_sec_check", body).await
    };
    assert_eq!(errcode(&check(&person, json!(2), "你好").await), 61010);
    bench.client(&person, "visit", json!({})).await;
    let fine = check(&person, json!(2), "你好").await;
    assert_eq!(fine["result"], json!({"suggest": "pass", "label": 100}));
    let risky = check(&person, json!(2), "一起赌博吧").await;
    assert_eq!(risky["result"], json!({"suggest": "risky", "label": 20006}));
    assert_eq!(risky["detail"][1]["keyword"], "赌博");
    assert_eq!(errcode(&check(&person, json!(2), &"长".repeat(2500)).await), 0);
    assert_eq!(errcode(&check(&person, json!(2), &"长".repeat(2501)).await), 45002);
    assert_eq!(errcode(&check(&person, json!(5), "x").await), 40129);
    assert_eq!(errcode(&check("o_no", json!(2), "x").await), 40003);
    assert_eq!(errcode(&check(&fan, json!(2), "x").await), 43104);
    assert_eq!(
        errcode(
            &bench
                .post_as(MINI, "/wxa/msg_sec_check", json!({"content": "赌博"}))
                .await
        ),
        87014
    );
    bench.advance(7201).await;
    assert_eq!(errcode(&check(&person, json!(2), "x").await), 61010);
    bench.stop().await;
}

#[tokio::test]
async fn the_verdict_on_media_arrives_before_or_after_the_answer_or_when_a_test_wants() {
    let bench = Bench::start().await;
    let person = bench.person_of(MINI).await;
    bench.client(&person, "visit", json!({})).await;
    let body =
        json!({"media_url": "https://a.test/1.png", "media_type": 2, "version": 2, "scene": 1, "openid": person});
    let check = async || bench.post_as(MINI, "/wxa/media_check_async", body.clone()).await["trace_id"].clone();
    let told = |trace: &Value| {
        let pushes = bench.callback.pushes().into_iter();
        let trace = trace.as_str().unwrap().to_owned();
        pushes.map(|push| push.message).find(|message| message.contains(&trace))
    };
    let decide = "/media-checks?account=miniprogram";
    bench
        .post(decide, json!({"suggest": "risky", "label": 20002, "first": true}))
        .await;
    let trace = check().await;
    let event: Value = serde_json::from_str(&told(&trace).expect("it came first")).unwrap();
    assert_eq!(event["result"], json!({"suggest": "risky", "label": 20002}));
    assert!(event["detail"].is_array());

    bench.post(decide, json!({"held": true})).await;
    let trace = check().await;
    let end = format!("/media-checks/{}?account=miniprogram", trace.as_str().unwrap());
    assert!(told(&trace).is_none());
    bench.post(&end, json!({"errcode": -1008})).await;
    assert!(told(&trace).unwrap().contains("-1008"));

    bench.post(decide, json!({})).await;
    let trace = check().await;
    bench
        .pushed(|push| push.message.contains(trace.as_str().unwrap()))
        .await;
    let wrong = json!({"media_url": "ftp://x", "media_type": 2});
    assert_eq!(
        errcode(&bench.post_as(MINI, "/wxa/media_check_async", wrong).await),
        40035
    );
    bench.stop().await;
}

#[tokio::test]
async fn entering_allows_two_messages_in_a_minute_and_a_message_five_in_two_days() {
    let bench = Bench::start().await;
    let person = bench.person_of(MINI).await;
    let send = async |inner: Value| {
        let mut body = json!({"touser": person});
        body.as_object_mut().unwrap().extend(inner.as_object().unwrap().clone());
        errcode(&bench.post_as(MINI, "/cgi-bin/message/custom/send", body).await)
    };
    let text = || json!({"msgtype": "text", "text": {"content": "您好"}});
    assert_eq!(send(text()).await, 45015);
    bench
        .post(&format!("/people/{person}/enter"), json!({"sessionFrom": "event"}))
        .await;
    let told: Value = serde_json::from_str(&bench.callback.pushes()[0].message).unwrap();
    assert_eq!(
        (&told["Event"], &told["SessionFrom"]),
        (&json!("user_enter_tempsession"), &json!("event"))
    );
    let typing = json!({"touser": person, "command": "Typing"});
    let path = "/cgi-bin/message/custom/business/typing";
    assert_eq!(errcode(&bench.post_as(MINI, path, typing.clone()).await), 0);
    assert_eq!(errcode(&bench.post_as(MINI, path, typing.clone()).await), 45081);
    assert_eq!(send(text()).await, 0);
    assert_eq!(send(text()).await, 0);
    assert_eq!(send(text()).await, 45047);
    bench.advance(60).await;
    assert_eq!(send(text()).await, 45015);
    assert_eq!(errcode(&bench.post_as(MINI, path, typing).await), 45080);

    let page = json!({"title": "活动", "pagePath": "pages/event"});
    let told = bench.post(&format!("/people/{person}/page"), page).await;
    assert_eq!(told["message"]["name"], "miniprogrampage");
    let image = bench.upload_as(MINI, "/cgi-bin/media/upload?type=image", PNG).await;
    let id = &image["media_id"];
    assert_eq!(send(json!({"msgtype": "image", "image": {"media_id": id}})).await, 0);
    assert_eq!(
        send(json!({"msgtype": "image", "image": {"media_id": "no"}})).await,
        40007
    );
    let page = json!({"title": "活动", "pagepath": "pages/event", "thumb_media_id": id});
    assert_eq!(
        send(json!({"msgtype": "miniprogrampage", "miniprogrampage": page})).await,
        0
    );
    assert_eq!(send(json!({"msgtype": "news", "news": {}})).await, 40008);
    assert_eq!(send(json!({"msgtype": "text", "text": "x"})).await, 44004);
    bench.stop().await;
}
