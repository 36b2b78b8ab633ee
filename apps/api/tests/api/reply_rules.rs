//! Reply rules: kept, asked, and answering.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::support::{Answered, House, Phone};

const RULES: &str = "/v2/wechat/accounts/default/reply-rules";
const UNKNOWN: &str = "019ad3a5-7c4b-7000-8000-0000000000ff";

fn rule(trigger: &str, value: Option<&str>, text: &str) -> Value {
    json!({
        "name": format!("{trigger} {}", value.unwrap_or_default()).trim(),
        "trigger": {"type": trigger, "value": value},
        "answer": {"type": "text", "content": text},
    })
}

async fn made(house: &House, body: Value) -> Value {
    house.post(RULES, body).await.data(201)
}

fn path_of(rule: &Value) -> String {
    format!("{RULES}/{}", rule["id"].as_str().unwrap())
}

async fn asked(house: &House, message: Value) -> Value {
    house
        .post(&format!("{RULES}/dry-run"), json!({"message": message}))
        .await
        .data(200)
}

fn outcomes(answer: &Value) -> Vec<&str> {
    let rules = answer["rules"].as_array().unwrap();
    rules.iter().map(|rule| rule["outcome"].as_str().unwrap()).collect()
}

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

#[actix_web::test]
async fn what_is_not_acceptable_is_refused_by_its_field() {
    let house = House::open().await;
    let missing = house.post(RULES, json!({})).await.error(400, "VALIDATION_ERROR");
    let fields: Vec<_> = missing["details"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["answer", "name", "trigger"]);
    let cases = [
        ("name", json!("")),
        ("name", json!(7)),
        ("name", json!("字".repeat(101))),
        ("name", json!("a\u{0}b")),
        ("priority", json!(-1)),
        ("priority", json!(1_001)),
        ("priority", json!(1e30)),
        ("trigger", json!({"type": "textPattern", "value": "(a{1000}){1000}"})),
        ("trigger", json!({"type": "textPattern", "value": "("})),
        ("trigger", json!({"type": "textPattern", "value": "a".repeat(100_000)})),
        (
            "trigger",
            json!({"type": "textPattern", "value": format!("{}{}", "(".repeat(250), ")".repeat(250))}),
        ),
        ("trigger", json!({"type": "textContains", "value": " \u{3000}"})),
        ("trigger", json!({"type": "scan"})),
        ("trigger", json!({"type": "default", "value": "x"})),
        ("trigger", json!({"type": "teapot"})),
        ("trigger", json!([])),
        ("eventId", json!(UNKNOWN)),
        ("eventId", json!("x")),
        ("from", json!("tomorrow")),
        ("daily", json!({"from": "9", "until": "10:00"})),
        ("daily", json!({"from": "09:00", "until": "09:00"})),
        (
            "daily",
            json!({"from": "09:00", "until": "10:00", "zone": "Mars/Olympus"}),
        ),
        ("daily", json!(["09:00", "10:00", null])),
        ("answer", json!({"type": "text", "content": ""})),
        ("answer", json!({"type": "text", "content": "字".repeat(700)})),
        ("answer", json!({"type": "text", "content": "{{ticket.code}}"})),
        ("answer", json!({"type": "text", "content": "{{event.title}}"})),
        ("answer", json!({"type": "news", "articles": []})),
        (
            "answer",
            json!({"type": "news", "articles": [{"title": "t", "url": "javascript:alert(1)"}]}),
        ),
        ("answer", json!({"type": "image", "mediaId": ""})),
    ];
    for (field, value) in cases {
        let mut body = rule("default", None, "x");
        body[field] = value.clone();
        let answered = house.post(RULES, body).await;
        let error = answered.error(400, "VALIDATION_ERROR");
        let named = error["details"]
            .as_object()
            .unwrap()
            .keys()
            .any(|name| name.starts_with(field));
        assert!(named, "{field} {value}: {}", answered.body);
    }
    let mut backwards = rule("default", None, "x");
    (backwards["from"], backwards["until"]) = (json!("2026-12-02T00:00:00Z"), json!("2026-12-01T00:00:00Z"));
    house.post(RULES, backwards).await.refuses_field("until");
    let mut extra = rule("default", None, "x");
    extra["colour"] = json!("red");
    house.post(RULES, extra).await.refuses_field("colour");
    assert_eq!(house.get(RULES).await.data(200)["total"], 0, "nothing was kept");
}

#[actix_web::test]
async fn a_question_that_is_none_is_refused() {
    let house = House::open().await;
    for message in [
        json!({"type": "text"}),
        json!({"type": "text", "text": 1}),
        json!({"type": "text", "text": "a\u{0}"}),
        json!({"type": "text", "text": "字".repeat(5_000)}),
        json!({"type": "scan", "scene": ""}),
        json!({"type": "scan", "scene": "a\u{0}b"}),
        json!({"type": "menuKey", "key": "a".repeat(129)}),
        json!({"type": "teapot"}),
        json!(null),
    ] {
        let answered = house
            .post(&format!("{RULES}/dry-run"), json!({"message": message}))
            .await;
        answered.error(400, "VALIDATION_ERROR");
    }
    assert_eq!(
        asked(&house, json!({"type": "text", "text": ""})).await["reply"],
        Value::Null
    );
}

#[actix_web::test]
async fn accounts_keep_their_rules_to_themselves() {
    let house = House::open().await;
    let rule_here = made(&house, rule("default", None, "here")).await;
    let there = "/v2/wechat/accounts/second/reply-rules";
    assert_eq!(house.get(there).await.data(200)["total"], 0);
    let path = format!("{there}/{}", rule_here["id"].as_str().unwrap());
    house.get(&path).await.error(404, "NOT_FOUND");
    house
        .put(&path, rule("default", None, "x"))
        .await
        .error(404, "NOT_FOUND");
    house.delete(&path).await.error(404, "NOT_FOUND");
    let nowhere = "/v2/wechat/accounts/nowhere/reply-rules";
    house.get(nowhere).await.error(404, "NOT_FOUND");
    house
        .post(nowhere, rule("default", None, "x"))
        .await
        .error(404, "NOT_FOUND");
    house.get(&format!("{RULES}/{UNKNOWN}")).await.error(404, "NOT_FOUND");
    house.get(&format!("{RULES}/x")).await.refuses_field("ruleId");
}

#[actix_web::test]
async fn a_change_is_for_the_version_it_names() {
    let house = House::open().await;
    let path = path_of(&made(&house, rule("default", None, "one")).await);
    let with = |method: Method, tag: &str| {
        let request = house
            .signed_in(method, &path)
            .insert_header(("if-match", tag.to_owned()));
        request.set_json(rule("default", None, &format!("for {tag}")))
    };
    let stale = house
        .send(with(Method::PUT, "\"7\""))
        .await
        .error(412, "PRECONDITION_FAILED");
    assert_eq!(stale["details"]["currentVersion"], 1);
    house
        .send(with(Method::PUT, "W/\"1\""))
        .await
        .error(412, "PRECONDITION_FAILED");
    assert_eq!(house.send(with(Method::PUT, "\"1\"")).await.data(200)["version"], 2);
    assert_eq!(
        house.send(with(Method::PUT, "\"9\", \"2\"")).await.data(200)["version"],
        3
    );
    house
        .send(with(Method::PUT, "\"1\", \"2\""))
        .await
        .error(412, "PRECONDITION_FAILED");
    house
        .send(with(Method::DELETE, "\"2\""))
        .await
        .error(412, "PRECONDITION_FAILED");
    house.send(with(Method::DELETE, "\"3\"")).await.data(200);
}

#[actix_web::test]
async fn twenty_changes_of_one_version_have_one_winner() {
    let house = House::open().await;
    let path = path_of(&made(&house, rule("default", None, "one")).await);
    let changes = (0..20).map(|number| {
        let request = house.signed_in(Method::PUT, &path).insert_header(("if-match", "\"1\""));
        house.send(request.set_json(rule("default", None, &format!("by {number}"))))
    });
    let answers: Vec<Answered> = futures::future::join_all(changes).await;
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    let lost = answers.iter().filter(|answer| answer.status == 412).count();
    assert_eq!((won, lost), (1, 19));
}

#[actix_web::test]
async fn the_same_creation_makes_one_rule() {
    let house = House::open().await;
    let creations = (0..20).map(|_| {
        let request = house
            .signed_in(Method::POST, RULES)
            .insert_header(("idempotency-key", "k1"));
        house.send(request.set_json(rule("default", None, "once")))
    });
    for answered in futures::future::join_all(creations).await {
        assert!([201, 409].contains(&answered.status.as_u16()), "{}", answered.body);
    }
    assert_eq!(house.get(RULES).await.data(200)["total"], 1);
}

#[actix_web::test]
async fn an_account_has_at_most_a_hundred_patterns_and_five_hundred_rules() {
    let house = House::open().await;
    for number in 0..100 {
        made(&house, rule("textPattern", Some(&number.to_string()), "x")).await;
    }
    let full = house
        .post(RULES, rule("textPattern", Some("a"), "x"))
        .await
        .error(409, "LIMIT_REACHED");
    assert_eq!(full["details"]["limit"], 100);
    for number in 100..500 {
        made(&house, rule("menuKey", Some(&number.to_string()), "x")).await;
    }
    let full = house
        .post(RULES, rule("default", None, "x"))
        .await
        .error(409, "LIMIT_REACHED");
    assert_eq!(full["details"]["limit"], 500);
    let page = house
        .get(&format!("{RULES}?trigger=menuKey&pageSize=1"))
        .await
        .data(200);
    let path = path_of(&page["items"][0]);
    house
        .put(&path, rule("textPattern", Some("a"), "x"))
        .await
        .error(409, "LIMIT_REACHED");
    house.put(&path, rule("textExact", Some("a"), "x")).await.data(200);
}

#[actix_web::test]
async fn nobody_without_the_right_reads_or_writes_rules() {
    let house = House::open().await;
    for (method, path) in [
        (Method::GET, RULES.to_owned()),
        (Method::POST, RULES.to_owned()),
        (Method::POST, format!("{RULES}/dry-run")),
        (Method::GET, format!("{RULES}/{UNKNOWN}")),
        (Method::PUT, format!("{RULES}/{UNKNOWN}")),
        (Method::DELETE, format!("{RULES}/{UNKNOWN}")),
    ] {
        let request = TestRequest::default().method(method).uri(&path).set_payload("{broken");
        house.send(request).await.error(401, "UNAUTHENTICATED");
    }
    house
        .send(house.signed_in(Method::POST, RULES).set_payload("{}"))
        .await
        .error(415, "UNSUPPORTED_MEDIA_TYPE");
    let huge = house.post(RULES, rule("default", None, &"a".repeat(1_100_000))).await;
    huge.error(413, "PAYLOAD_TOO_LARGE");
}
