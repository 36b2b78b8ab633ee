//! Reply rules that are not taken: bad values, stale versions, limits, strangers.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{RULES, UNKNOWN, asked, made, path_of, rule};
use crate::accounts::a_shop;
use crate::support::{Answered, House};

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
    house.post("/v2/wechat/accounts", a_shop()).await.data(201);
    let there = "/v2/wechat/accounts/shop/reply-rules";
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
