//! Messages to many.

use serde_json::{Value, json};

use crate::harness::{Bench, errcode, field};

fn text(people: &[String], content: &str, client: &str) -> Value {
    json!({"touser": people, "msgtype": "text", "text": {"content": content}, "clientmsgid": client})
}

#[tokio::test]
async fn a_mass_message_reaches_followers_and_its_counts_are_told() {
    let bench = Bench::start().await;
    let stranger = bench.person_of("default").await;
    let people = [bench.follower().await, bench.follower().await, stranger];
    bench.post("/mass", json!({"errors": 1})).await;
    let sent = bench
        .call_post("/cgi-bin/message/mass/send", text(&people, "通知", "a"))
        .await;
    assert!(sent["msg_id"].as_u64().unwrap() > 1 << 53);
    let event = bench
        .pushed(|push| field(&push.message, "Event") == "MASSSENDJOBFINISH")
        .await
        .message;
    let counts = ["TotalCount", "FilterCount", "SentCount", "ErrorCount", "Status"].map(|name| field(&event, name));
    assert_eq!(counts, ["3", "2", "1", "1", "send success"]);
    let status = bench
        .call_post("/cgi-bin/message/mass/get", json!({"msg_id": sent["msg_id"]}))
        .await;
    assert_eq!(status["msg_status"], "SEND_SUCCESS");
    bench.stop().await;
}

#[tokio::test]
async fn a_repetition_is_recognised_for_a_day_even_when_its_draft_is_gone() {
    let bench = Bench::start().await;
    bench.follower().await;
    let draft = bench.draft(1).await;
    let body = |client: &str| json!({"filter": {"is_to_all": true}, "msgtype": "mpnews", "mpnews": {"media_id": draft}, "clientmsgid": client});
    let first = bench.call_post("/cgi-bin/message/mass/sendall", body("once")).await;
    assert!(first["msg_data_id"].is_u64());
    let again = bench.call_post("/cgi-bin/message/mass/sendall", body("once")).await;
    assert_eq!((errcode(&again), &again["msg_id"]), (45065, &first["msg_id"]));
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/mass/sendall", body("other")).await),
        40007
    );
    bench.advance(86_400).await;
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/mass/sendall", body("once")).await),
        40007
    );
    let long = body(&"x".repeat(33));
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/mass/sendall", long).await),
        45067
    );

    let delete = json!({"msg_id": first["msg_id"], "article_idx": 1});
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/mass/delete", delete).await),
        0
    );
    let status = bench
        .call_post("/cgi-bin/message/mass/get", json!({"msg_id": first["msg_id"]}))
        .await;
    assert_eq!(status["msg_status"], "DELETE");
    bench.stop().await;
}

#[tokio::test]
async fn a_chat_shows_the_articles_of_a_mass_message_and_of_its_preview() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let draft = bench.draft(2).await;
    let body = |to: Value| {
        let mut body = json!({"msgtype": "mpnews", "mpnews": {"media_id": draft}});
        body.as_object_mut().unwrap().extend(to.as_object().unwrap().clone());
        body
    };
    let preview = body(json!({"touser": person}));
    bench.call_post("/cgi-bin/message/mass/preview", preview).await;
    let everybody = body(json!({"filter": {"is_to_all": true}}));
    bench.call_post("/cgi-bin/message/mass/sendall", everybody).await;
    let chat = bench.chat(&person).await;
    assert_eq!(chat.len(), 2, "{chat:?}");
    for line in chat {
        let articles = &line["message"]["articles"];
        assert_eq!(articles[0]["title"], "第 1 篇", "{line}");
        assert_eq!(articles[1]["digest"], "春季市集", "{line}");
        assert!(articles[1]["thumb_url"].as_str().unwrap().starts_with("http"), "{line}");
    }
    bench.stop().await;
}

#[tokio::test]
async fn everybody_gets_four_mass_messages_a_month() {
    let bench = Bench::start().await;
    let people = [bench.follower().await, bench.follower().await];
    for number in 0..4 {
        let sent = bench
            .call_post("/cgi-bin/message/mass/send", text(&people, &format!("{number}"), ""))
            .await;
        assert_eq!(errcode(&sent), 0);
    }
    let fifth = text(&people, "五", "");
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/mass/send", fifth.clone()).await),
        45028
    );
    assert_eq!(bench.notices(&people[0]).await.len(), 4);
    bench.advance(31 * 86_400).await;
    assert_eq!(errcode(&bench.call_post("/cgi-bin/message/mass/send", fifth).await), 0);
    bench.stop().await;
}

#[tokio::test]
async fn a_test_decides_when_and_how_a_mass_message_ends() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let draft = bench.draft(1).await;
    bench.post("/mass", json!({"held": true})).await;
    let body = json!({"filter": {"is_to_all": true}, "msgtype": "mpnews", "mpnews": {"media_id": draft}});
    let sent = bench.call_post("/cgi-bin/message/mass/sendall", body).await;
    let status = async || {
        let got = bench
            .call_post("/cgi-bin/message/mass/get", json!({"msg_id": sent["msg_id"]}))
            .await;
        got["msg_status"].clone()
    };
    assert_eq!(status().await, "SENDING");
    let copyright = json!({"CheckState": 3, "ResultList": [{"ArticleIdx": 1, "AuditState": 2}]});
    let ended = bench
        .post(
            &format!("/mass/{}", sent["msg_id"]),
            json!({"outcome": {"refused": 30003}, "copyright": copyright}),
        )
        .await;
    let xml = ended["message"]["xml"].as_str().unwrap();
    assert_eq!(field(xml, "Status"), "err(30003)");
    assert!(xml.contains("<CheckState>3</CheckState>"));
    assert_eq!(status().await, "SEND_FAIL");
    assert!(bench.notices(&person).await.is_empty());
    let back = bench
        .call_post("/cgi-bin/draft/get", json!({ "media_id": draft }))
        .await;
    assert_eq!(errcode(&back), 0);
    bench.stop().await;
}

#[tokio::test]
async fn audiences_contents_and_speeds_are_checked() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let send = async |body: Value| errcode(&bench.call_post("/cgi-bin/message/mass/send", body).await);
    assert_eq!(send(text(std::slice::from_ref(&person), "x", "")).await, 40032);
    let many = |count: usize| {
        (0..count)
            .map(|number| {
                if number == 0 {
                    person.clone()
                } else {
                    format!("o{number}")
                }
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(send(text(&many(10_001), "x", "")).await, 40032);
    assert_eq!(send(text(&many(10_000), "x", "")).await, 0);
    assert_eq!(send(json!({"touser": "o1", "msgtype": "text"})).await, 40031);
    assert_eq!(send(text(&["a".to_owned(), "b".to_owned()], "x", "")).await, 40003);
    assert_eq!(send(text(&many(2), "", "")).await, 44004);
    let other = |body: Value| {
        let mut all = json!({"touser": many(2)});
        all.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        all
    };
    assert_eq!(send(other(json!({"msgtype": "poem"}))).await, 40008);
    assert_eq!(send(other(json!({"msgtype": "wxcard", "wxcard": {}}))).await, 45113);
    assert_eq!(
        send(other(json!({"msgtype": "image", "images": {"media_ids": ["no"]}}))).await,
        40007
    );
    let picture = bench.picture().await;
    assert_eq!(
        send(other(json!({"msgtype": "image", "images": {"media_ids": [picture]}}))).await,
        0
    );
    let tag = json!({"filter": {"is_to_all": false}, "msgtype": "text", "text": {"content": "x"}});
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/mass/sendall", tag).await),
        45159
    );

    let preview = |body: Value| other_preview(&body);
    let named = preview(json!({"touser": person}));
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/mass/preview", named).await),
        0
    );
    let unknown = preview(json!({"towxname": "nobody"}));
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/mass/preview", unknown).await),
        40132
    );

    for (speed, code) in [(json!(4), 0), (json!(5), 45083), (Value::Null, 45084)] {
        let answer = bench
            .call_post("/cgi-bin/message/mass/speed/set", json!({ "speed": speed }))
            .await;
        assert_eq!(errcode(&answer), code);
    }
    let speed = bench.call_post("/cgi-bin/message/mass/speed/get", json!({})).await;
    assert_eq!(speed, json!({"speed": 4, "realspeed": 10}));
    bench.stop().await;
}

#[tokio::test]
async fn a_preview_shows_one_picture_under_the_name_of_its_type() {
    let bench = Bench::start().await;
    let (person, picture) = (bench.follower().await, bench.picture().await);
    for (name, content, code) in [
        ("image", json!({"media_id": picture}), 0),
        ("image", json!({"media_id": "no"}), 40007),
        ("images", json!({"media_ids": [picture]}), 44004),
    ] {
        let preview = json!({"touser": person, "msgtype": "image", name: content});
        let answer = bench.call_post("/cgi-bin/message/mass/preview", preview).await;
        assert_eq!(errcode(&answer), code, "{answer}");
    }
    bench.stop().await;
}

fn other_preview(body: &Value) -> Value {
    let mut all = json!({"msgtype": "text", "text": {"content": "预览"}});
    all.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    all
}
