//! Events over their life.

use actix_web::http::Method;
use adapter_memory::WechatCall;
use ports::wechat::{RefusalKind, WechatFailure};
use serde_json::{Value, json};

use crate::support::{House, Phone};

#[actix_web::test]
async fn an_event_comes_back_as_it_was_submitted() {
    let house = House::open().await;
    let submitted = json!({
        "title": "茶会 🍵",
        "description": "第一行\n第二行",
        "start": "2026-12-02T09:41:00.123457+08:00",
        "end": "2026-12-02T03:41:00Z",
        "zone": "Europe/Paris",
        "location": "上海",
        "capacity": 300,
        "registrationOpensAt": "2026-12-01T00:00:00Z",
        "registrationClosesAt": "2026-12-02T00:00:00Z",
        "checkInOpensAt": "2026-12-02T01:00:00Z",
        "walkIns": false,
        "wechatConfig": {
            "interactionCode": "SPRING26",
            "scanMessage": "欢迎 {{event.title}}",
            "userTagId": 101,
            "autoReply": "收到",
            "noticeTemplate": {"templateId": "tpl", "fields": [{"key": "thing1", "text": "{{event.title}}"}]},
        },
    });
    let created = house.post("/v2/events", submitted.clone()).await;
    assert_eq!(created.header("etag"), Some("\"1\""));
    let event = created.data(201);
    let path = format!("/v2/events/{}", event["id"].as_str().unwrap());
    assert_eq!(created.header("location"), Some(path.as_str()));
    for (field, value) in submitted.as_object().unwrap() {
        if field != "start" {
            assert_eq!(&event[field], value, "{field}");
        }
    }
    assert_eq!(event["start"], "2026-12-02T01:41:00.123457Z");
    assert_eq!((&event["status"], &event["version"]), (&json!("draft"), &json!(1)));
    assert_eq!(
        (&event["registeredCount"], &event["seatsLeft"]),
        (&json!(0), &json!(300))
    );
    assert_eq!(house.get(&path).await.data(200), event);
}

#[actix_web::test]
async fn what_is_left_out_has_the_documented_defaults() {
    let house = House::open().await;
    let id = house.draft(json!({})).await;
    let event = house.get(&format!("/v2/events/{id}")).await.data(200);
    assert_eq!(event["zone"], "Asia/Shanghai");
    assert_eq!(event["walkIns"], true);
    assert_eq!(event["capacity"], Value::Null);
    assert_eq!(event["seatsLeft"], Value::Null);
    assert_eq!(event["wechatConfig"]["autoReply"], true);
    assert_eq!(event["wechatConfig"]["userTagId"], Value::Null);
    assert_eq!(event["description"], "");
}

#[actix_web::test]
async fn a_patch_changes_what_it_names_and_null_clears() {
    let house = House::open().await;
    let config = json!({"interactionCode": "A1", "scanMessage": "hello", "autoReply": false});
    let id = house
        .draft(json!({"capacity": 10, "location": "here", "wechatConfig": config}))
        .await;
    let path = format!("/v2/events/{id}");
    let patch = json!({"capacity": null, "location": null, "wechatConfig": {"scanMessage": null, "userTagId": 7}});
    let answered = house.patch(&path, patch).await;
    assert_eq!(answered.header("etag"), Some("\"2\""));
    let event = answered.data(200);
    assert_eq!(event["title"], "春天的音乐会");
    assert_eq!(event["capacity"], Value::Null);
    assert_eq!(event["location"], "");
    let expected = json!({
        "interactionCode": "A1", "scanMessage": null, "userTagId": 7, "autoReply": false, "noticeTemplate": null,
    });
    assert_eq!(event["wechatConfig"], expected);
    let cleared = house.patch(&path, json!({"wechatConfig": null})).await.data(200);
    assert_eq!(cleared["wechatConfig"]["interactionCode"], Value::Null);
    assert_eq!(cleared["wechatConfig"]["autoReply"], true);
}

#[actix_web::test]
async fn null_where_there_must_be_a_value_is_refused() {
    let house = House::open().await;
    let path = format!("/v2/events/{}", house.draft(json!({})).await);
    for field in ["title", "start", "end", "zone", "walkIns"] {
        let mut patch = json!({});
        patch[field] = Value::Null;
        house.patch(&path, patch).await.refuses_field(field);
    }
}

#[actix_web::test]
async fn an_event_goes_through_its_states_and_no_others() {
    let house = House::open().await;
    let id = house.draft(json!({})).await;
    let path = format!("/v2/events/{id}");
    let refused = house
        .post(&format!("{path}/complete"), json!({}))
        .await
        .error(409, "WRONG_EVENT_STATE");
    assert_eq!(refused["details"]["status"], "draft");
    let published = house.post(&format!("{path}/publish"), json!({})).await.data(200);
    assert_eq!(
        (&published["status"], published["publishedAt"].is_string()),
        (&json!("published"), true)
    );
    house
        .post(&format!("{path}/publish"), json!({}))
        .await
        .error(409, "WRONG_EVENT_STATE");
    let cancelled = house
        .post(&format!("{path}/cancel"), json!({"reason": "雨"}))
        .await
        .data(200);
    assert_eq!(
        (&cancelled["status"], &cancelled["cancelReason"]),
        (&json!("cancelled"), &json!("雨"))
    );
    house
        .patch(&path, json!({"title": "new"}))
        .await
        .error(409, "WRONG_EVENT_STATE");
    house
        .post(&format!("{path}/qr-codes"), json!({"purpose": "register"}))
        .await
        .error(409, "WRONG_EVENT_STATE");
}

#[actix_web::test]
async fn an_event_is_cancelled_and_published_without_a_body_too() {
    let house = House::open().await;
    let path = format!("/v2/events/{}", house.draft(json!({})).await);
    house
        .send(house.signed_in(Method::POST, &format!("{path}/publish")))
        .await
        .data(200);
    let cancelled = house
        .send(house.signed_in(Method::POST, &format!("{path}/cancel")))
        .await
        .data(200);
    assert_eq!(cancelled["cancelReason"], Value::Null);
    let long = json!({"reason": "长".repeat(301)});
    let other = format!("/v2/events/{}/cancel", house.draft(json!({})).await);
    house.post(&other, long).await.refuses_field("reason");
}

#[actix_web::test]
async fn a_deleted_event_is_out_of_sight() {
    let house = House::open().await;
    let path = format!("/v2/events/{}", house.draft(json!({})).await);
    assert_eq!(house.delete(&path).await.data(200), Value::Null);
    house.get(&path).await.error(404, "NOT_FOUND");
    house.delete(&path).await.error(404, "NOT_FOUND");
    assert_eq!(house.get("/v2/events").await.data(200)["total"], 0);
}

#[actix_web::test]
async fn a_change_of_another_version_is_refused() {
    let house = House::open().await;
    let path = format!("/v2/events/{}", house.draft(json!({})).await);
    let change = |tag: &str, title: &str| {
        let request = house
            .signed_in(Method::PATCH, &path)
            .insert_header(("if-match", tag.to_owned()));
        request.set_json(json!({"title": title}))
    };
    house.send(change("\"1\"", "second")).await.data(200);
    let stale = house
        .send(change("\"1\"", "third"))
        .await
        .error(412, "PRECONDITION_FAILED");
    assert_eq!(stale["details"]["currentVersion"], 2);
    for never in ["W/\"2\"", "2", "\"x\"", "\"1\", W/\"2\"", "\"1\", \"7\""] {
        house
            .send(change(never, "third"))
            .await
            .error(412, "PRECONDITION_FAILED");
    }
    house.send(change("\"1\", \"2\"", "third")).await.data(200);
    house.send(change("*", "fourth")).await.data(200);
    for verb in ["publish", "cancel", "complete"] {
        let request = house
            .signed_in(Method::POST, &format!("{path}/{verb}"))
            .insert_header(("if-match", "\"1\""));
        house.send(request).await.error(412, "PRECONDITION_FAILED");
    }
    let request = house
        .signed_in(Method::DELETE, &path)
        .insert_header(("if-match", "\"1\""));
    house.send(request).await.error(412, "PRECONDITION_FAILED");
}

#[actix_web::test]
async fn what_is_known_already_is_not_sent_again() {
    let house = House::open().await;
    let path = format!("/v2/events/{}", house.draft(json!({})).await);
    let ask = |tag: &'static str| {
        house
            .signed_in(Method::GET, &path)
            .insert_header(("if-none-match", tag))
    };
    for known in ["\"1\"", "W/\"1\"", "\"0\", \"1\"", "*"] {
        let answered = house.send(ask(known)).await;
        assert_eq!((answered.status.as_u16(), answered.body.as_str()), (304, ""), "{known}");
        assert_eq!(answered.header("etag"), Some("\"1\""));
    }
    house.send(ask("\"2\"")).await.data(200);
}

#[actix_web::test]
async fn a_qr_code_is_asked_of_wechat_and_kept() {
    let house = House::open().await;
    let id = house.event(json!({})).await;
    let path = format!("/v2/events/{id}/qr-codes");
    let code = house
        .post(&path, json!({"purpose": "register", "expireSeconds": 3_600}))
        .await
        .data(201);
    assert_eq!(code["eventId"], id);
    assert_eq!(code["purpose"], "register");
    assert_eq!(code["expiresAt"], house.in_seconds(3_600));
    for field in ["scene", "ticket", "url", "imageUrl"] {
        assert!(!code[field].as_str().unwrap().is_empty(), "{field}");
    }
    let WechatCall::CreateQrCode { scene, .. } = &house.wechat.calls()[0] else {
        panic!("not a code")
    };
    assert_eq!(code["scene"], scene.as_str());
    let permanent = house
        .post(&path, json!({"purpose": "check-in", "permanent": true}))
        .await
        .data(201);
    assert_eq!(permanent["expiresAt"], Value::Null);
    let page = house.get(&path).await.data(200);
    assert_eq!(
        (&page["total"], &page["items"][0], &page["items"][1]),
        (&json!(2), &permanent, &code)
    );
}

#[actix_web::test]
async fn purposes_are_known_by_several_names() {
    let house = House::open().await;
    let path = format!("/v2/events/{}/qr-codes", house.event(json!({})).await);
    for (name, purpose) in [
        ("checkin", "check-in"),
        ("checkIn", "check-in"),
        ("registration", "register"),
        ("registering", "register"),
    ] {
        // Further names are taken from clients of old, and not described.
        let request = house.signed_in(Method::POST, &path).set_json(json!({"purpose": name}));
        assert_eq!(house.send(request).await.data(201)["purpose"], purpose);
    }
    house
        .post(&path, json!({"purpose": "party"}))
        .await
        .refuses_field("purpose");
    for seconds in [59_i64, 2_592_001, -1, i64::MAX] {
        let body = json!({"purpose": "register", "expireSeconds": seconds});
        house.post(&path, body).await.refuses_field("expireSeconds");
    }
}

#[actix_web::test]
async fn a_refusal_of_wechat_is_passed_on_as_such() {
    let house = House::open().await;
    let path = format!("/v2/events/{}/qr-codes", house.event(json!({})).await);
    house.wechat.fail_next(WechatFailure::Refused {
        code: 45_009,
        kind: RefusalKind::Quota,
        note: "reach max api daily quota limit".to_owned(),
    });
    let error = house
        .post(&path, json!({"purpose": "register"}))
        .await
        .error(502, "UPSTREAM");
    assert_eq!(error["details"]["wechatCode"], 45_009);
    house.wechat.fail_next(WechatFailure::Unanswered {
        note: "timeout".to_owned(),
    });
    let error = house
        .post(&path, json!({"purpose": "register"}))
        .await
        .error(502, "UPSTREAM");
    assert_eq!(error["details"]["wechatCode"], Value::Null);
    assert_eq!(house.get(&path).await.data(200)["total"], 0);
}

#[actix_web::test]
async fn the_history_tells_who_did_what() {
    let house = House::open().await;
    let id = house.event(json!({})).await;
    let scene = house.scene(&id, "register").await;
    Phone::of(&house, "oPerson_000001")
        .deliver(&Phone::of(&house, "oPerson_000001").scan(&scene))
        .await;
    let path = format!("/v2/events/{id}/history");
    let page = house.get(&path).await.data(200);
    let kinds: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "attendee.registered",
            "event.qr_code_issued",
            "event.published",
            "event.created"
        ]
    );
    let created = &page["items"][3];
    assert_eq!(created["stream"], json!({"type": "event", "id": id}));
    assert_eq!(created["data"]["title"], "春天的音乐会");
    assert_eq!(created["metadata"]["source"], "api");
    let me = house.get("/v2/auth/me").await.data(200);
    assert_eq!(created["metadata"]["userId"], me["id"]);
    assert!(created["metadata"]["sessionId"].is_string() && created["metadata"]["requestId"].is_string());
    assert_eq!(page["items"][0]["metadata"]["source"], "wechat");
    let attendees = house.get(&format!("{path}?stream=attendee")).await.data(200);
    assert_eq!(attendees["total"], 1);
    house.get(&format!("{path}?stream=party")).await.refuses_field("stream");
}
