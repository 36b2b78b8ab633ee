//! Promotion channels over HTTP.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{House, Phone};

const CHANNELS: &str = "/v2/wechat/accounts/default/channels";

async fn a_channel(house: &House, fields: Value) -> String {
    let mut body = json!({"name": "海报"});
    body.as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    let made = house.post(CHANNELS, body).await.data(201);
    made["id"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn a_channel_is_set_up_changed_and_deleted() {
    let house = House::open().await;
    let id = a_channel(&house, json!({"note": "门口"})).await;
    let path = format!("{CHANNELS}/{id}");
    let read = house.get(&path).await;
    assert_eq!(read.header("etag"), Some("\"1\""));
    assert_eq!(read.data(200)["note"], "门口");
    let changed = house
        .patch(&path, json!({"name": "橱窗", "note": null}))
        .await
        .data(200);
    assert_eq!((&changed["name"], &changed["note"]), (&json!("橱窗"), &json!("")));
    let stale = house
        .signed_in(Method::PATCH, &path)
        .insert_header(("if-match", "\"1\""))
        .set_json(json!({"name": "又"}));
    house.send(stale).await.error(412, "PRECONDITION_FAILED");
    assert_eq!(house.get(CHANNELS).await.data(200)["total"], 1);
    house.delete(&path).await.data(200);
    house.get(&path).await.error(404, "NOT_FOUND");
    house.delete(&path).await.error(404, "NOT_FOUND");
    assert_eq!(house.get(CHANNELS).await.data(200)["total"], 0);
}

#[actix_web::test]
async fn what_is_not_acceptable_is_named() {
    let house = House::open().await;
    house.post(CHANNELS, json!({"name": ""})).await.refuses_field("name");
    house
        .post(CHANNELS, json!({"name": "海".repeat(61)}))
        .await
        .refuses_field("name");
    house
        .post(CHANNELS, json!({"name": "海", "note": "长".repeat(501)}))
        .await
        .refuses_field("note");
    let nobody = "01900000-0000-7000-8000-000000000000";
    house
        .post(CHANNELS, json!({"name": "海", "eventId": nobody}))
        .await
        .refuses_field("eventId");
    house
        .post(CHANNELS, json!({"name": "海", "eventId": 7}))
        .await
        .error(400, "VALIDATION_ERROR");
    house
        .post("/v2/wechat/accounts/nobody/channels", json!({"name": "海"}))
        .await
        .error(404, "NOT_FOUND");
    let id = a_channel(&house, json!({})).await;
    let codes = format!("{CHANNELS}/{id}/qr-codes");
    house
        .post(&codes, json!({"expireSeconds": 59}))
        .await
        .refuses_field("expireSeconds");
    house
        .post(&codes, json!({"permanent": true, "expireSeconds": 60}))
        .await
        .refuses_field("expireSeconds");
    house
        .get(&format!("{CHANNELS}/not-an-id"))
        .await
        .refuses_field("channelId");
}

#[actix_web::test]
async fn scans_of_a_channel_register_and_are_shown_by_day() {
    let house = House::open().await;
    let event = house.event(json!({})).await;
    let id = a_channel(&house, json!({"eventId": event})).await;
    let code = house
        .post(&format!("{CHANNELS}/{id}/qr-codes"), json!({}))
        .await
        .data(201);
    assert_eq!((&code["permanent"], &code["renewals"]), (&json!(false), &json!(0)));
    assert!(code["renewsAt"].is_string(), "{code}");
    let scene = code["scene"].as_str().unwrap();
    let phone = Phone::of(&house, "o-channel-visitor");
    let scanned = phone.scan(scene);
    phone.deliver(&scanned).await;
    assert_eq!(
        house.get(&format!("/v2/events/{event}/attendees")).await.data(200)["total"],
        1
    );
    let listed = house.get("/v2/wechat/accounts/default/qr-codes").await.data(200);
    assert_eq!(listed["items"][0]["channelId"], json!(id));
    let of_channel = house.get(&format!("{CHANNELS}/{id}/qr-codes")).await.data(200);
    assert_eq!(of_channel["total"], 1);
    let quota = house.get("/v2/wechat/accounts/default/qr-codes/quota").await.data(200);
    assert_eq!(quota, json!({"used": 0, "limit": 100_000, "scarce": false}));
    let history = format!(
        "/v2/wechat/accounts/default/qr-codes/{}/history",
        code["id"].as_str().unwrap()
    );
    assert_eq!(house.get(&history).await.data(200), json!([]));
}

#[actix_web::test]
async fn statistics_ask_for_sound_days() {
    let house = House::open().await;
    let id = a_channel(&house, json!({})).await;
    let path = format!("{CHANNELS}/{id}/statistics");
    house.get(&path).await.refuses_field("from");
    house.get(&format!("{path}?from=2026-12-01")).await.refuses_field("to");
    house
        .get(&format!("{path}?from=2026-12-32&to=2026-12-31"))
        .await
        .refuses_field("from");
    house
        .get(&format!("{path}?from=2026-12-02&to=2026-12-01"))
        .await
        .refuses_field("to");
    house
        .get(&format!("{path}?from=2026-01-01&to=2027-12-01"))
        .await
        .refuses_field("to");
    let none = house
        .get(&format!("{path}?from=2026-12-01&to=2026-12-31"))
        .await
        .data(200);
    assert_eq!((&none["scans"], &none["days"]), (&json!(0), &json!([])));

    let nowhere = "/v2/wechat/accounts/default/qr-codes/unknown-scans";
    house.get(nowhere).await.refuses_field("from");
    let none = house
        .get(&format!("{nowhere}?from=2026-12-01&to=2026-12-31"))
        .await
        .data(200);
    assert_eq!(none, json!({ "from": "2026-12-01", "to": "2026-12-31", "scans": 0 }));
}
