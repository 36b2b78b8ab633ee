//! What is not acceptable is refused by name, and never costs a 5xx.

use serde_json::{Value, json};

use crate::support::House;

const UNKNOWN: &str = "019ad3a5-7c4b-7000-8000-0000000000ff";

fn event(house: &House) -> Value {
    json!({"title": "t", "start": house.in_seconds(60), "end": house.in_seconds(120)})
}

async fn refused(house: &House, field: &str, value: Value) -> String {
    let mut body = event(house);
    match field.split_once('.') {
        Some((outer, inner)) => body[outer][inner] = value,
        None => body[field] = value,
    }
    house.post("/v2/events", body).await.refuses_field(field)
}

#[actix_web::test]
async fn missing_fields_are_named_all_at_once() {
    let house = House::open().await;
    let error = house.post("/v2/events", json!({})).await.error(400, "VALIDATION_ERROR");
    let expected = json!({"title": ["is required"], "start": ["is required"], "end": ["is required"]});
    assert_eq!(error["details"], expected);
}

#[actix_web::test]
async fn several_faults_are_named_all_at_once() {
    let house = House::open().await;
    let body = json!({
        "title": " ", "start": house.in_seconds(60), "end": house.in_seconds(60), "zone": "Mars/Olympus", "capacity": -5,
    });
    let error = house.post("/v2/events", body).await.error(400, "VALIDATION_ERROR");
    let fields: Vec<_> = error["details"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["capacity", "end", "title", "zone"]);
}

#[actix_web::test]
async fn wrong_types_are_named_with_their_place() {
    let house = House::open().await;
    for (field, value) in [
        ("title", json!(1)),
        ("start", json!(1_796_089_260)),
        ("start", json!("tomorrow")),
        ("end", json!("2026-13-01T00:00:00Z")),
        ("capacity", json!("10")),
        ("capacity", json!(1.5)),
        ("capacity", json!(1e30)),
        ("walkIns", json!("yes")),
        ("wechatConfig", json!([])),
        ("wechatConfig.userTagId", json!("101")),
        ("wechatConfig.autoReply", json!(7)),
        ("wechatConfig.interactionCode", json!({})),
        ("wechatConfig.noticeTemplate", json!(["tpl", []])),
    ] {
        refused(&house, field, value).await;
    }
}

#[actix_web::test]
async fn unknown_fields_are_refused_wherever_they_are() {
    let house = House::open().await;
    assert_eq!(refused(&house, "titel", json!("x")).await, "is not a known field");
    assert_eq!(
        refused(&house, "wechatConfig.tag", json!(1)).await,
        "is not a known field"
    );
    for body in [json!(null), json!(["a", "b"]), json!("x"), json!(1)] {
        house.post("/v2/events", body).await.refuses_field("body");
    }
}

#[actix_web::test]
async fn texts_have_limits_in_characters() {
    let house = House::open().await;
    refused(&house, "title", json!("")).await;
    refused(&house, "title", json!("长".repeat(201))).await;
    refused(&house, "title", json!("two\nlines")).await;
    refused(&house, "title", json!("nul\u{0}")).await;
    refused(&house, "description", json!("长".repeat(10_001))).await;
    refused(&house, "location", json!("长".repeat(301))).await;
    refused(&house, "wechatConfig.interactionCode", json!("two words")).await;
    refused(&house, "wechatConfig.scanMessage", json!("长".repeat(601))).await;
    let mut longest = event(&house);
    longest["title"] = json!("🎹".repeat(200));
    longest["description"] = json!("🎹".repeat(10_000));
    let stored = house.post("/v2/events", longest.clone()).await.data(201);
    assert_eq!(
        (&stored["title"], &stored["description"]),
        (&longest["title"], &longest["description"])
    );
}

#[actix_web::test]
async fn times_and_numbers_must_make_sense() {
    let house = House::open().await;
    let earlier = house.in_seconds(59);
    assert_eq!(refused(&house, "end", json!(earlier)).await, "must be after start");
    for seats in [json!(-1), json!(0), json!(1_000_001)] {
        refused(&house, "capacity", seats).await;
    }
    for zone in ["", "Mars/Olympus", "+08:00", "Asia/Shanghai\u{0}", "../../etc/passwd"] {
        refused(&house, "zone", json!(zone)).await;
    }
    refused(&house, "registrationClosesAt", json!(house.in_seconds(121))).await;
    refused(&house, "checkInOpensAt", json!(house.in_seconds(120))).await;
    refused(&house, "start", json!("0000-01-01T00:00:00Z")).await;
}

#[actix_web::test]
async fn deep_json_is_refused_and_not_followed() {
    let house = House::open().await;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let request = house.signed_in(actix_web::http::Method::POST, "/v2/events");
    let request = request
        .insert_header(("content-type", "application/json"))
        .set_payload(deep);
    house.send(request).await.error(400, "VALIDATION_ERROR");
}

#[actix_web::test]
async fn what_does_not_exist_is_not_found() {
    let house = House::open().await;
    let path = format!("/v2/events/{UNKNOWN}");
    for path in [
        path.clone(),
        format!("{path}/attendees"),
        format!("{path}/check-ins"),
        format!("{path}/qr-codes"),
        format!("{path}/statistics"),
        format!("{path}/history"),
        format!("{path}/attendees/{UNKNOWN}"),
    ] {
        house.get(&path).await.error(404, "NOT_FOUND");
    }
    for verb in ["publish", "complete", "cancel"] {
        house
            .post(&format!("{path}/{verb}"), json!({}))
            .await
            .error(404, "NOT_FOUND");
    }
    house
        .post(&format!("{path}/qr-codes"), json!({"purpose": "register"}))
        .await
        .error(404, "NOT_FOUND");
    house.patch(&path, json!({"title": "x"})).await.error(404, "NOT_FOUND");
    house.delete(&path).await.error(404, "NOT_FOUND");
    house
        .post(&format!("/v2/jobs/dead-letters/{UNKNOWN}/replay"), json!({}))
        .await
        .error(404, "NOT_FOUND");
    house
        .delete(&format!("/v2/jobs/dead-letters/{UNKNOWN}"))
        .await
        .error(404, "NOT_FOUND");
    let event = house.event(json!({})).await;
    house
        .get(&format!("/v2/events/{event}/attendees/{UNKNOWN}"))
        .await
        .error(404, "NOT_FOUND");
}
