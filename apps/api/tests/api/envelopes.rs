//! Failures of the framework wear the envelope, and every answer its headers.

use std::sync::Arc;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use async_trait::async_trait;
use domain::events::QrCode;
use domain::ids::EventId;
use domain::wechat::MessageMode;
use ports::events::{EventFilter, EventReads, EventView};
use ports::{Page, PageQuery, StoreError};
use serde_json::json;

use crate::support::House;

#[actix_web::test]
async fn an_unknown_path_is_not_found() {
    let house = House::open().await;
    for path in [
        "/v2/nothing",
        "/v1/events",
        "/v2/events/",
        "/x/../y",
        "/docs/nothing.js",
        "/v2/%00",
    ] {
        house.get(path).await.error(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let house = House::open().await;
    let answered = house.send(house.signed_in(Method::PUT, "/v2/events")).await;
    answered.error(405, "METHOD_NOT_ALLOWED");
    assert_eq!(answered.header("allow"), Some("GET, HEAD, POST"));
    let odd = house
        .send(
            TestRequest::default()
                .method(Method::from_bytes(b"BREW").unwrap())
                .uri("/healthz"),
        )
        .await;
    odd.error(405, "METHOD_NOT_ALLOWED");
}

#[actix_web::test]
async fn broken_json_is_told_where_it_breaks() {
    let house = House::open().await;
    for broken in ["{", "{\"title\": }", "", "\u{feff}{}", "{} {}", "{\"title\": \"a\tb\"}"] {
        let request = house
            .signed_in(Method::POST, "/v2/events")
            .insert_header(("content-type", "application/json"));
        let reason = house
            .send(request.set_payload(broken.to_owned()))
            .await
            .refuses_field("body");
        assert!(reason.contains("line 1"), "{broken:?}: {reason}");
    }
}

#[actix_web::test]
async fn a_body_that_is_not_declared_as_json_is_not_guessed_at() {
    let house = House::open().await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "json",
    ] {
        let request = house
            .signed_in(Method::POST, "/v2/events")
            .insert_header(("content-type", kind));
        house
            .send(request.set_payload("{}"))
            .await
            .error(415, "UNSUPPORTED_MEDIA_TYPE");
    }
    let undeclared = house.signed_in(Method::POST, "/v2/events").set_payload("{}");
    house.send(undeclared).await.error(415, "UNSUPPORTED_MEDIA_TYPE");
    let with_charset = house.signed_in(Method::POST, "/v2/events");
    let with_charset = with_charset.insert_header(("content-type", "Application/JSON; charset=utf-8"));
    house.send(with_charset.set_payload("{}")).await.refuses_field("title");
}

#[actix_web::test]
async fn a_body_over_the_limit_is_too_large() {
    let house = House::open().await;
    let body = json!({"title": "x", "description": "长".repeat(400_000)});
    let error = house.post("/v2/events", body).await.error(413, "PAYLOAD_TOO_LARGE");
    assert_eq!(error["details"]["limit"], 1_048_576);
}

#[actix_web::test]
async fn something_else_than_an_id_in_the_path_is_refused_by_name() {
    let house = House::open().await;
    for path in [
        "/v2/events/1",
        "/v2/events/x/attendees",
        "/v2/events/%F0%9F%8E%B9/statistics",
    ] {
        house.get(path).await.refuses_field("eventId");
    }
    house
        .post("/v2/jobs/dead-letters/7/replay", json!({}))
        .await
        .refuses_field("jobId");
}

#[actix_web::test]
async fn a_sound_request_id_comes_back_and_another_is_replaced() {
    let house = House::open().await;
    let ask = |id: &str| TestRequest::get().uri("/healthz").insert_header(("x-request-id", id));
    assert_eq!(
        house.send(ask("gate.1_a-7")).await.header("x-request-id"),
        Some("gate.1_a-7")
    );
    let replaced = house.send(ask("a b")).await;
    let fresh = replaced.header("x-request-id").unwrap();
    assert_eq!(uuid::Uuid::parse_str(fresh).unwrap().get_version_num(), 7);
    let failed = house
        .send(
            TestRequest::get()
                .uri("/nowhere")
                .insert_header(("x-request-id", "mine")),
        )
        .await;
    assert_eq!(failed.error(404, "NOT_FOUND")["requestId"], "mine");
}

#[actix_web::test]
async fn answers_are_not_cached_sniffed_or_framed() {
    let house = House::open().await;
    for answered in [house.get("/v2/events").await, house.get("/v2/nothing").await] {
        assert_eq!(answered.header("cache-control"), Some("no-store"));
        assert_eq!(answered.header("x-content-type-options"), Some("nosniff"));
        assert!(
            answered
                .header("content-security-policy")
                .unwrap()
                .contains("frame-ancestors 'none'")
        );
        assert_eq!(answered.header("access-control-allow-origin"), None);
    }
}

struct Broken(fn() -> StoreError);

#[async_trait]
impl EventReads for Broken {
    async fn find(&self, _: EventId) -> Result<Option<EventView>, StoreError> {
        Err((self.0)())
    }

    async fn list(&self, _: &EventFilter, _: PageQuery) -> Result<Page<EventView>, StoreError> {
        Err((self.0)())
    }

    async fn qr_codes(&self, _: EventId, _: PageQuery) -> Result<Page<QrCode>, StoreError> {
        Err((self.0)())
    }
}

async fn with_broken_reads(failure: fn() -> StoreError) -> House {
    House::with(MessageMode::Plain, |mut adapters| {
        adapters.event_reads = Arc::new(Broken(failure));
        adapters
    })
    .await
}

#[actix_web::test]
async fn a_store_that_is_away_is_unavailable_for_now() {
    let house = with_broken_reads(|| StoreError::Unavailable("mysql://root:secret@db".to_owned())).await;
    let answered = house.get("/v2/events").await;
    answered.error(503, "UNAVAILABLE");
    assert_eq!(answered.header("retry-after"), Some("1"));
    assert!(!answered.body.contains("secret"));
}

#[actix_web::test]
async fn a_fault_of_ours_tells_nothing_of_its_cause() {
    let house = with_broken_reads(|| StoreError::Failed("table events: secret".to_owned())).await;
    let answered = house.get("/v2/events").await;
    answered.error(500, "INTERNAL");
    assert!(!answered.body.contains("secret"));
}

#[actix_web::test]
async fn races_that_were_all_lost_are_a_conflict_worth_repeating() {
    let house = with_broken_reads(|| StoreError::Contention("deadlock".to_owned())).await;
    let answered = house.get("/v2/events").await;
    answered.error(409, "CONFLICT");
    assert_eq!(answered.header("retry-after"), Some("1"));
}

struct Panicking;

impl ports::identity::SessionTokens for Panicking {
    fn issue(&self, _: &ports::identity::Session) -> String {
        "token".to_owned()
    }

    fn read(
        &self,
        _: &str,
        _: domain::time::Timestamp,
    ) -> Result<ports::identity::Session, ports::identity::TokenFault> {
        panic!("oPerson_000001 must not leave the process")
    }
}

#[actix_web::test]
async fn a_panic_is_a_fault_of_ours_and_the_process_goes_on() {
    let house = House::with(MessageMode::Plain, |mut adapters| {
        adapters.session_tokens = Arc::new(Panicking);
        adapters
    })
    .await;
    let answered = house.get("/v2/auth/me").await;
    answered.error(500, "INTERNAL");
    assert!(!answered.body.contains("oPerson"));
    assert_eq!(house.get("/healthz").await.status, 200);
}

#[actix_web::test]
async fn a_panic_in_a_use_case_is_a_fault_of_ours() {
    let house = with_broken_reads(|| panic!("oPerson_000001 must not leave the process")).await;
    let answered = house.get("/v2/events").await;
    answered.error(500, "INTERNAL");
    assert!(!answered.body.contains("oPerson"));
}
