//! Staff at the gate.

use std::time::Duration;

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{House, Phone};

/// An event with one person registered, and the code on that person's ticket.
async fn with_ticket(house: &House, fields: Value) -> (String, String) {
    let event = house.event(fields).await;
    let scene = house.scene(&event, "register").await;
    let phone = Phone::of(house, "oPerson_000001");
    phone.deliver(&phone.scan(&scene)).await;
    let attendee = house.attendee(&event).await;
    (event, attendee["ticketCode"].as_str().unwrap().to_owned())
}

#[actix_web::test]
async fn a_ticket_checks_its_holder_in() {
    let house = House::open().await;
    let (event, code) = with_ticket(&house, json!({"capacity": 4})).await;
    let path = format!("/v2/events/{event}/check-ins");
    let scan = json!({"code": code.to_lowercase(), "scanId": "gate-1-0001", "gate": "北门"});
    let first = house.post(&path, scan.clone()).await.data(201);
    assert_eq!(
        (&first["scanId"], &first["gate"]),
        (&json!("gate-1-0001"), &json!("北门"))
    );
    assert_eq!(
        (&first["method"], &first["repeated"]),
        (&json!("ticket"), &json!(false))
    );
    assert_eq!(first["attendee"]["status"], "checked-in");
    assert_eq!(first["attendee"]["ticketCode"], code);
    let me = house.get("/v2/auth/me").await.data(200);
    assert_eq!(first["operatorId"], me["id"]);
    house.clock.advance(Duration::from_secs(60));
    let mut again = house.post(&path, scan).await.data(200);
    assert_eq!(again["repeated"], true);
    again["repeated"] = json!(false);
    assert_eq!(again, first, "a repeat gives the first answer");
}

#[actix_web::test]
async fn the_second_scan_says_when_and_where_the_first_was() {
    let house = House::open().await;
    let (event, code) = with_ticket(&house, json!({})).await;
    let path = format!("/v2/events/{event}/check-ins");
    // The name that clients of old use is taken, and not described.
    let body = json!({"ticketCode": code, "gate": "北门"});
    let request = house.signed_in(Method::POST, &path).set_json(body);
    let first = house.send(request).await.data(201);
    house.clock.advance(Duration::from_secs(60));
    let error = house
        .post(&path, json!({"code": code, "gate": "南门"}))
        .await
        .error(409, "ALREADY_CHECKED_IN");
    let details = json!({"checkedInAt": first["checkedInAt"], "gate": "北门", "attendeeId": first["attendeeId"]});
    assert_eq!(error["details"], details);
}

#[actix_web::test]
async fn spoiled_forged_foreign_and_unknown_codes_are_told_apart() {
    let house = House::open().await;
    let (event, code) = with_ticket(&house, json!({})).await;
    let other = house.event(json!({})).await;
    let other_path = format!("/v2/events/{other}/check-ins");
    let path = format!("/v2/events/{event}/check-ins");
    house
        .post(&other_path, json!({"code": code}))
        .await
        .error(409, "TICKET_FOREIGN");
    for spoiled in ["", "NE1-", "hello", "🎫", &code[..code.len() - 1], &"Z".repeat(100_000)] {
        house
            .post(&path, json!({"code": spoiled}))
            .await
            .error(400, "TICKET_UNREADABLE");
    }
    let unissued = domain::ids::AttendeeId::from_uuid(uuid::Uuid::from_u128(7));
    let unknown = house.use_cases.adapters().tickets.code_for(unissued);
    house
        .post(&path, json!({"code": unknown}))
        .await
        .error(404, "TICKET_UNKNOWN");
    let forger = adapter_system::SignedTickets::new(&"another secret of the same length".into());
    let forged = ports::attendance::Tickets::code_for(&forger, unissued);
    house
        .post(&path, json!({"code": forged}))
        .await
        .error(400, "TICKET_FORGED");
}

#[actix_web::test]
async fn a_scan_id_belongs_to_one_person() {
    let house = House::open().await;
    let (event, code) = with_ticket(&house, json!({})).await;
    let scene = house.scene(&event, "register").await;
    let second = Phone::of(&house, "oPerson_000002");
    second.deliver(&second.scan(&scene)).await;
    let page = house
        .get(&format!("/v2/events/{event}/attendees?search=oPerson_000002"))
        .await
        .data(200);
    let other = page["items"][0]["ticketCode"].clone();
    let path = format!("/v2/events/{event}/check-ins");
    house.post(&path, json!({"code": code, "scanId": "s1"})).await.data(201);
    house
        .post(&path, json!({"code": other, "scanId": "s1"}))
        .await
        .error(409, "SCAN_ID_REUSED");
}

#[actix_web::test]
async fn check_in_keeps_the_events_hours_and_state() {
    let house = House::open().await;
    let opens = house.in_seconds(1_800);
    let (event, code) = with_ticket(&house, json!({"checkInOpensAt": opens})).await;
    let path = format!("/v2/events/{event}/check-ins");
    let early = house
        .post(&path, json!({"code": code}))
        .await
        .error(409, "CHECK_IN_NOT_OPEN");
    assert_eq!(early["details"]["opensAt"], opens);
    house
        .post(&format!("/v2/events/{event}/cancel"), json!({}))
        .await
        .data(200);
    house
        .post(&path, json!({"code": code}))
        .await
        .error(409, "EVENT_CANCELLED");
    let (event, code) = with_ticket(&house, json!({"title": "short", "end": house.in_seconds(3_601)})).await;
    house.clock.advance(Duration::from_secs(3_601));
    let path = format!("/v2/events/{event}/check-ins");
    house.post(&path, json!({"code": code})).await.error(409, "EVENT_OVER");
    house.delete(&format!("/v2/events/{event}")).await.data(200);
    house.post(&path, json!({"code": code})).await.error(404, "NOT_FOUND");
}

#[actix_web::test]
async fn scan_ids_and_gates_have_limits() {
    let house = House::open().await;
    let (event, code) = with_ticket(&house, json!({})).await;
    let path = format!("/v2/events/{event}/check-ins");
    for (field, value) in [
        ("scanId", "x".repeat(65)),
        ("scanId", " ".to_owned()),
        ("gate", "门".repeat(65)),
    ] {
        let mut body = json!({"code": code});
        body[field] = json!(value);
        house.post(&path, body).await.refuses_field(field);
    }
    house.post(&path, json!({})).await.refuses_field("code");
}

#[actix_web::test]
async fn attendees_check_ins_and_counts_tell_the_same_story() {
    let house = House::open().await;
    let (event, code) = with_ticket(&house, json!({"capacity": 4})).await;
    let scene = house.scene(&event, "register").await;
    house.clock.advance(Duration::from_secs(1));
    let second = Phone::of(&house, "oPerson_000002");
    second.deliver(&second.scan(&scene)).await;
    house.clock.advance(Duration::from_secs(1));
    let check_in = house
        .post(
            &format!("/v2/events/{event}/check-ins"),
            json!({"code": code, "gate": "北门"}),
        )
        .await
        .data(201);

    let list = async |query: &str| {
        house
            .get(&format!("/v2/events/{event}/attendees{query}"))
            .await
            .data(200)
    };
    let newest = list("").await;
    assert_eq!(newest["total"], 2);
    assert_eq!(newest["items"][0]["openId"], "oPerson_000002");
    assert_eq!(list("?sort=registeredAt").await["items"][0]["openId"], "oPerson_000001");
    assert_eq!(list("?status=checked-in").await["items"][0]["checkedInGate"], "北门");
    assert_eq!(list("?status=registered").await["items"][0]["openId"], "oPerson_000002");
    assert_eq!(
        list("?search=oPerson_000001").await["items"].as_array().unwrap().len(),
        1
    );
    house
        .get(&format!("/v2/events/{event}/attendees?status=lost&sort=name"))
        .await
        .error(400, "VALIDATION_ERROR");
    let one = house
        .get(&format!(
            "/v2/events/{event}/attendees/{}",
            check_in["attendeeId"].as_str().unwrap()
        ))
        .await;
    assert_eq!(one.data(200), check_in["attendee"]);

    let check_ins = house
        .get(&format!("/v2/events/{event}/check-ins?gate=%E5%8C%97%E9%97%A8"))
        .await
        .data(200);
    assert_eq!(
        (&check_ins["total"], &check_ins["items"][0]["id"]),
        (&json!(1), &check_in["id"])
    );
    assert_eq!(check_ins["items"][0]["openId"], "oPerson_000001");
    assert_eq!(
        house
            .get(&format!("/v2/events/{event}/check-ins?gate=x"))
            .await
            .data(200)["total"],
        0
    );

    let statistics = house.get(&format!("/v2/events/{event}/statistics")).await.data(200);
    assert_eq!(statistics["capacity"], 4);
    assert_eq!(
        (&statistics["registered"], &statistics["checkedIn"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(
        (&statistics["seatsLeft"], &statistics["checkInRate"]),
        (&json!(2), &json!(0.5))
    );
    assert_eq!(statistics["lastCheckInAt"], check_in["checkedInAt"]);
}

#[actix_web::test]
async fn the_capacity_cannot_fall_below_those_registered() {
    let house = House::open().await;
    let event = house.event(json!({})).await;
    let scene = house.scene(&event, "register").await;
    for person in ["oPerson_000001", "oPerson_000002"] {
        let phone = Phone::of(&house, person);
        phone.deliver(&phone.scan(&scene)).await;
    }
    let path = format!("/v2/events/{event}");
    let error = house
        .patch(&path, json!({"capacity": 1}))
        .await
        .error(409, "CAPACITY_BELOW_REGISTERED");
    assert_eq!(error["details"], json!({"registered": 2, "capacity": 1}));
    let counts = house.patch(&path, json!({"capacity": 2})).await.data(200);
    assert_eq!(
        (&counts["registeredCount"], &counts["seatsLeft"]),
        (&json!(2), &json!(0))
    );
}
