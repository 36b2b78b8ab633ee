//! The same key and body gives the first answer.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use adapter_memory::WechatCall;
use ports::idempotency::{Once, OnceRequest};
use ports::wechat::WechatFailure;
use serde_json::{Value, json};

use crate::support::{House, Phone};

fn with_key(house: &House, path: &str, key: &str, body: &Value) -> TestRequest {
    house
        .signed_in(Method::POST, path)
        .insert_header(("idempotency-key", key.to_owned()))
        .set_json(body)
}

fn an_event(house: &House) -> Value {
    json!({"title": "once", "start": house.in_seconds(60), "end": house.in_seconds(120)})
}

#[actix_web::test]
async fn a_repeat_gets_the_first_answer_to_the_letter() {
    let house = House::open().await;
    let body = an_event(&house);
    let first = house.send(with_key(&house, "/v2/events", "k1", &body)).await;
    first.data(201);
    house.clock.advance(Duration::from_secs(60));
    let again = house.send(with_key(&house, "/v2/events", "k1", &body)).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    for header in ["etag", "location", "content-type"] {
        assert_eq!(again.header(header), first.header(header), "{header}");
    }
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(first.header("idempotent-replayed"), None);
    assert_eq!(house.get("/v2/events").await.data(200)["total"], 1);
}

#[actix_web::test]
async fn another_body_under_the_same_key_is_a_conflict() {
    let house = House::open().await;
    let mut body = an_event(&house);
    house.send(with_key(&house, "/v2/events", "k1", &body)).await.data(201);
    body["title"] = json!("twice");
    house
        .send(with_key(&house, "/v2/events", "k1", &body))
        .await
        .error(409, "CONFLICT");
    house.send(with_key(&house, "/v2/events", "k2", &body)).await.data(201);
}

#[actix_web::test]
async fn twenty_at_once_create_one() {
    let house = House::open().await;
    let body = an_event(&house);
    let requests = (0..20).map(|_| house.send(with_key(&house, "/v2/events", "k1", &body)));
    let answers = futures::future::join_all(requests).await;
    for answered in &answers {
        assert_eq!((answered.status.as_u16(), &answered.body), (201, &answers[0].body));
    }
    assert_eq!(house.get("/v2/events").await.data(200)["total"], 1);
}

#[actix_web::test]
async fn a_refusal_is_an_answer_too() {
    let house = House::open().await;
    let mut body = an_event(&house);
    body["capacity"] = json!(-1);
    let first = house.send(with_key(&house, "/v2/events", "k1", &body)).await;
    first.refuses_field("capacity");
    let again = house.send(with_key(&house, "/v2/events", "k1", &body)).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
}

#[actix_web::test]
async fn a_failure_that_may_pass_is_not_kept() {
    let house = House::open().await;
    let path = format!("/v2/events/{}/qr-codes", house.event(json!({})).await);
    let body = json!({"purpose": "register"});
    house.wechat.fail_next(WechatFailure::Unanswered {
        note: "timeout".to_owned(),
    });
    house
        .send(with_key(&house, &path, "k1", &body))
        .await
        .error(502, "UPSTREAM");
    let code = house.send(with_key(&house, &path, "k1", &body)).await.data(201);
    let scenes: Vec<_> = house
        .wechat
        .calls()
        .into_iter()
        .filter_map(|call| match call {
            WechatCall::CreateQrCode { scene, .. } => Some(scene),
            _ => None,
        })
        .collect();
    assert_eq!(
        scenes,
        [code["scene"].as_str().unwrap(); 2],
        "the repeat asks for the same code"
    );
}

#[actix_web::test]
async fn a_check_in_under_a_key_is_one_scan() {
    let house = House::open().await;
    let event = house.event(json!({})).await;
    let scene = house.scene(&event, "register").await;
    let phone = Phone::of(&house, "oPerson_000001");
    phone.deliver(&phone.scan(&scene)).await;
    let body = json!({"code": house.attendee(&event).await["ticketCode"], "gate": "北门"});
    let path = format!("/v2/events/{event}/check-ins");
    let first = house.send(with_key(&house, &path, "k1", &body)).await;
    first.data(201);
    let again = house.send(with_key(&house, &path, "k1", &body)).await;
    assert_eq!((again.status.as_u16(), &again.body), (201, &first.body));
}

#[actix_web::test]
async fn a_request_whose_process_died_is_taken_up_with_its_id() {
    let house = House::open().await;
    let body = an_event(&house);
    let me = house.get("/v2/auth/me").await.data(200);
    let (once, clock) = (&house.use_cases.adapters().once, &house.use_cases.adapters().clock);
    let dead = OnceRequest {
        scope: format!("{} POST /v2/events", me["id"].as_str().unwrap()),
        key: "k1".to_owned(),
        fingerprint: sha2::Digest::finalize(sha2::Digest::chain_update(
            <sha2::Sha256 as sha2::Digest>::new(),
            serde_json::to_vec(&body).unwrap(),
        ))
        .into(),
        resource: uuid::Uuid::from_u128(0x019a_d3a5_7c4b_7000_8000_0000_0000_0099),
    };
    let now = clock.now();
    let begun = once.begin(&dead, now, now.plus(Duration::from_secs(30))).await.unwrap();
    assert_eq!(begun, Once::Run(dead.resource));
    let waiting = house.send(with_key(&house, "/v2/events", "k1", &body)).await;
    waiting.error(409, "CONFLICT");
    assert_eq!(waiting.header("retry-after"), Some("1"));
    house.clock.advance(Duration::from_secs(31));
    let event = house.send(with_key(&house, "/v2/events", "k1", &body)).await.data(201);
    assert_eq!(event["id"], dead.resource.to_string());
}

#[actix_web::test]
async fn a_key_must_be_short_and_visible() {
    let house = House::open().await;
    let body = an_event(&house);
    for key in ["", "a b", &"k".repeat(129), "k\u{e9}"] {
        house
            .send(with_key(&house, "/v2/events", key, &body))
            .await
            .refuses_field("Idempotency-Key");
    }
    house
        .send(with_key(&house, "/v2/events", &"k".repeat(128), &body))
        .await
        .data(201);
}

#[actix_web::test]
async fn keys_of_different_paths_do_not_meet() {
    let house = House::open().await;
    let body = json!({"purpose": "register"});
    for _ in 0..2 {
        let path = format!("/v2/events/{}/qr-codes", house.event(json!({})).await);
        house.send(with_key(&house, &path, "k1", &body)).await.data(201);
    }
}
