//! Reply rules: kept, asked, and answering.

use serde_json::{Value, json};

use super::{RULES, UNKNOWN, asked, made, outcomes, path_of, rule};
use crate::support::{House, Phone};

#[actix_web::test]
async fn a_rule_answers_from_the_next_message_on_until_it_is_deleted() {
    let house = House::open().await;
    let phone = Phone::of(&house, "oPerson_000001");
    assert_eq!(phone.deliver(&phone.text(1, "怎么去会场")).await, "success");
    let rule = made(&house, rule("textContains", Some("怎么去"), "地铁 2 号线")).await;
    let reply = phone.deliver(&phone.text(2, "怎么去会场")).await;
    assert!(reply.contains("地铁 2 号线"), "{reply}");
    assert_eq!(
        phone.deliver(&phone.text(2, "怎么去会场")).await,
        reply,
        "a redelivery gets the same"
    );
    house.delete(&path_of(&rule)).await.data(200);
    assert_eq!(phone.deliver(&phone.text(3, "怎么去会场")).await, "success");
    assert_eq!(
        phone.deliver(&phone.text(2, "怎么去会场")).await,
        reply,
        "an answer given stays"
    );
    house.delete(&path_of(&rule)).await.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn a_rule_is_read_listed_and_replaced_as_it_was_submitted() {
    let house = House::open().await;
    let event = house.event(json!({})).await;
    let body = json!({
        "name": "问路 🧭", "priority": 1_000, "trigger": {"type": "textPattern", "value": "(?i)^where\\b"},
        "eventId": event, "from": "2026-12-01T00:00:00Z", "until": "2027-01-01T00:00:00.000001Z",
        "daily": {"from": "22:00", "until": "06:30", "zone": "Europe/Paris"}, "enabled": false,
        "answer": {"type": "news", "articles": [{
            "title": "{{event.title}}", "description": "", "pictureUrl": "https://example.com/p.jpg", "url": "https://example.com/",
        }]},
    });
    let first = house.post(RULES, body.clone()).await;
    let created = first.data(201);
    assert_eq!(first.header("location"), Some(path_of(&created).as_str()));
    for (field, value) in body.as_object().unwrap() {
        assert_eq!(&created[field], value, "{field}");
    }
    let read = house.get(&path_of(&created)).await;
    assert_eq!((read.data(200), read.header("etag")), (created.clone(), Some("\"1\"")));
    let replaced = house
        .put(&path_of(&created), rule("default", None, "您好"))
        .await
        .data(200);
    assert_eq!(
        (&replaced["version"], &replaced["priority"], &replaced["daily"]),
        (&json!(2), &json!(0), &Value::Null)
    );
    assert_eq!(replaced["enabled"], true);
    let again = house
        .put(&path_of(&created), rule("default", None, "您好"))
        .await
        .data(200);
    assert_eq!(again["version"], 2, "the same changes nothing");
    let page = house.get(RULES).await.data(200);
    assert_eq!((&page["total"], &page["items"][0]), (&json!(1), &again));
}

#[actix_web::test]
async fn every_type_of_answer_comes_back_as_submitted() {
    let house = House::open().await;
    for answer in [
        json!({"type": "none"}),
        json!({"type": "image", "mediaId": "M"}),
        json!({"type": "voice", "mediaId": "M"}),
        json!({"type": "video", "mediaId": "M", "title": "t", "description": "d"}),
        json!({"type": "music", "title": "t", "description": "", "url": "", "highQualityUrl": "", "thumbMediaId": "T"}),
        json!({"type": "humanService", "agent": null}),
        json!({"type": "humanService", "agent": "kf@test"}),
    ] {
        let mut body = rule("subscribe", None, "");
        body["answer"] = answer.clone();
        assert_eq!(made(&house, body).await["answer"], answer);
    }
}

#[actix_web::test]
async fn rules_are_listed_in_the_order_in_which_they_are_asked() {
    let house = House::open().await;
    let mut urgent = rule("default", None, "urgent");
    urgent["priority"] = json!(5);
    for body in [
        rule("default", None, "any"),
        rule("textPattern", Some("a+"), "pattern"),
        rule("textContains", Some("a"), "short"),
        rule("textContains", Some("aa"), "long"),
        rule("textExact", Some("aaa"), "exact"),
        urgent,
    ] {
        made(&house, body).await;
    }
    let texts = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items
            .iter()
            .map(|rule| rule["answer"]["content"].as_str().unwrap().to_owned())
            .collect()
    };
    let page = house.get(RULES).await.data(200);
    assert_eq!(texts(&page), ["urgent", "exact", "long", "short", "pattern", "any"]);
    let first = house.get(&format!("{RULES}?pageSize=4")).await.data(200);
    let cursor = first["nextCursor"].as_str().unwrap();
    let rest = house
        .get(&format!("{RULES}?pageSize=4&cursor={cursor}"))
        .await
        .data(200);
    assert_eq!(
        (texts(&rest), &rest["nextCursor"]),
        (vec!["pattern".to_owned(), "any".to_owned()], &Value::Null)
    );
    let second = house.get(&format!("{RULES}?pageSize=4&page=2")).await.data(200);
    assert_eq!(texts(&second), texts(&rest));
    let contains = house
        .get(&format!("{RULES}?trigger=textContains&enabled=true"))
        .await
        .data(200);
    assert_eq!(texts(&contains), ["long", "short"]);
    assert_eq!(house.get(&format!("{RULES}?enabled=false")).await.data(200)["total"], 0);
    assert_eq!(
        house.get(&format!("{RULES}?eventId={UNKNOWN}")).await.data(200)["total"],
        0
    );
    house
        .get(&format!("{RULES}?trigger=teapot"))
        .await
        .refuses_field("trigger");
    house.get(&format!("{RULES}?eventId=x")).await.refuses_field("eventId");
}

#[actix_web::test]
async fn a_dry_run_tells_which_rule_answers_and_why_others_do_not() {
    let house = House::open().await;
    let mut off = rule("textContains", Some("票"), "off");
    off["enabled"] = json!(false);
    off["priority"] = json!(3);
    let mut night = rule("textContains", Some("票"), "night");
    night["priority"] = json!(2);
    night["daily"] = json!({"from": "00:00", "until": "00:01"});
    made(&house, off).await;
    made(&house, night).await;
    let ticket = made(
        &house,
        rule("textContains", Some("票"), "您好，{{person.nickname|朋友}}"),
    )
    .await;
    made(&house, rule("default", None, "any")).await;
    made(&house, rule("subscribe", None, "welcome")).await;
    let answer = asked(&house, json!({"type": "text", "text": "我的票呢"})).await;
    assert_eq!(answer["matchedRuleId"], ticket["id"]);
    assert_eq!(answer["reply"], json!({"type": "text", "content": "您好，朋友"}));
    assert_eq!(answer["eventPath"], Value::Null);
    assert_eq!(
        outcomes(&answer),
        ["disabled", "outsideHours", "matched", "otherTrigger", "outranked"]
    );
    let answer = asked(&house, json!({"type": "subscribe"})).await;
    assert_eq!(answer["reply"]["content"], "welcome");
    let answer = asked(&house, json!({"type": "menuKey", "key": "K"})).await;
    assert_eq!(
        (&answer["reply"], &answer["matchedRuleId"]),
        (&Value::Null, &Value::Null)
    );
    let body = json!({"message": {"type": "text", "text": "票"}, "at": "2026-11-30T16:00:30Z"});
    let at_midnight = house.post(&format!("{RULES}/dry-run"), body).await.data(200);
    assert_eq!(at_midnight["reply"]["content"], "night");
}

#[actix_web::test]
async fn an_event_goes_before_every_rule_and_a_dry_run_registers_nobody() {
    let house = House::open().await;
    let event = house
        .event(json!({"wechatConfig": {"interactionCode": "SPRING", "scanMessage": "活动欢迎您"}}))
        .await;
    let scene = house.scene(&event, "register").await;
    for mut body in [
        rule("scan", Some(&scene), "shadow"),
        rule("textExact", Some("spring"), "shadow"),
        rule("default", None, "shadow"),
        rule("subscribe", None, "shadow"),
    ] {
        body["priority"] = json!(1_000);
        made(&house, body).await;
    }
    let scanned = asked(&house, json!({"type": "scan", "scene": scene, "followed": true})).await;
    assert_eq!(scanned["eventPath"]["action"], "register");
    assert_eq!(scanned["eventPath"]["eventId"], json!(event));
    assert_eq!(
        (&scanned["eventPath"]["speaks"], &scanned["reply"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(outcomes(&scanned), ["eventActs"; 4]);
    let typed = asked(&house, json!({"type": "text", "text": " spring "})).await;
    assert_eq!(typed["eventPath"]["action"], "interactionCode");
    assert_eq!(
        house.get(&format!("/v2/events/{event}")).await.data(200)["registeredCount"],
        0
    );

    let phone = Phone::of(&house, "oPerson_000001");
    assert!(phone.deliver(&phone.scan(&scene)).await.contains("活动欢迎您"));
    let second = Phone::of(&house, "oPerson_000002");
    assert!(second.deliver(&second.text(1, "SPRING")).await.contains("活动欢迎您"));
    assert_eq!(
        house.get(&format!("/v2/events/{event}")).await.data(200)["registeredCount"],
        2
    );
}

#[actix_web::test]
async fn a_rule_of_an_event_adds_to_its_silence_and_falls_silent_with_it() {
    let house = House::open().await;
    let event = house
        .event(json!({"wechatConfig": {"interactionCode": "QUIET", "autoReply": false}}))
        .await;
    made(&house, rule("default", None, "any")).await;
    let phone = Phone::of(&house, "oPerson_000001");
    assert_eq!(
        phone.deliver(&phone.text(1, "QUIET")).await,
        "success",
        "silence was chosen"
    );
    let mut bound = rule("textExact", Some("quiet"), "已收到：{{event.title}}");
    bound["eventId"] = json!(event);
    made(&house, bound).await;
    let reply = phone.deliver(&phone.text(2, "QUIET")).await;
    assert!(reply.contains("已收到：春天的音乐会"), "{reply}");
    let told = asked(&house, json!({"type": "text", "text": "quiet"})).await;
    assert_eq!(
        (&told["eventPath"]["speaks"], &told["reply"]["content"]),
        (&json!(false), &json!("已收到：春天的音乐会"))
    );
    house.delete(&format!("/v2/events/{event}")).await.data(200);
    let told = asked(&house, json!({"type": "text", "text": "quiet"})).await;
    assert_eq!(
        (outcomes(&told), &told["reply"]["content"]),
        (vec!["eventGone", "matched"], &json!("any"))
    );
    assert!(phone.deliver(&phone.text(3, "QUIET")).await.contains("any"));
}

#[actix_web::test]
async fn every_kind_of_message_finds_its_rule_in_the_chat() {
    let house = House::open().await;
    let mut news = rule("menuKey", Some("NEWS"), "");
    let article = |number: u32| json!({"title": format!("第{number}篇"), "url": "https://example.com/"});
    news["answer"] = json!({"type": "news", "articles": (1..=8).map(article).collect::<Vec<_>>()});
    made(&house, news.clone()).await;
    news["trigger"] = json!({"type": "textExact", "value": "news"});
    made(&house, news).await;
    made(&house, rule("subscribe", None, "欢迎关注")).await;
    let mut human = rule("textPattern", Some("^人工$"), "");
    human["answer"] = json!({"type": "humanService"});
    made(&house, human).await;
    let mut picture = rule("default", None, "");
    picture["answer"] = json!({"type": "image", "mediaId": "MEDIA_1"});
    made(&house, picture).await;

    let phone = Phone::of(&house, "oPerson_000001");
    let event = |event: &str, key: &str| {
        phone.message(&format!(
            "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{event}]]></Event><EventKey><![CDATA[{key}]]></EventKey>"
        ))
    };
    let follow = phone.deliver(&event("subscribe", "")).await;
    assert!(follow.contains("欢迎关注"), "{follow}");
    let tapped = phone.deliver(&event("CLICK", "NEWS")).await;
    assert!(tapped.contains("<ArticleCount>8</ArticleCount>"), "{tapped}");
    let typed = phone.deliver(&phone.text(1, "ＮＥＷＳ")).await;
    assert!(typed.contains("<ArticleCount>1</ArticleCount>"), "{typed}");
    let agent = phone.deliver(&phone.text(2, "人工")).await;
    assert!(agent.contains("transfer_customer_service"), "{agent}");
    let other = phone.deliver(&phone.text(3, "?")).await;
    assert!(other.contains("MEDIA_1"), "{other}");
    let voice = phone.message("<MsgType><![CDATA[voice]]></MsgType><MediaId><![CDATA[m]]></MediaId><MsgId>4</MsgId>");
    assert!(
        phone.deliver(&voice).await.contains("MEDIA_1"),
        "the default answers what is no text"
    );
    assert_eq!(phone.deliver(&event("unsubscribe", "")).await, "success");
    assert_eq!(phone.deliver(&event("VIEW", "https://example.com/")).await, "success");
}
