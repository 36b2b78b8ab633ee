//! Pages, cursors, filters and orders.

use contracts::build::{a_dead_letter, a_delivery, a_template_delivery};
use domain::notifications::Delivery;
use ports::jobs::DeadLetters as _;
use ports::notifications::DeliveryStore as _;
use serde_json::{Value, json};

use crate::support::House;

fn titles(page: &Value) -> Vec<&str> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect()
}

async fn with_events(count: usize) -> House {
    let house = House::open().await;
    for number in 0..count {
        let start = house.in_seconds(10_000 - number as u64);
        house
            .draft(json!({"title": format!("event {number}"), "start": start, "end": house.in_seconds(20_000)}))
            .await;
    }
    house
}

#[actix_web::test]
async fn pages_by_number_and_by_cursor_are_the_same() {
    let house = with_events(5).await;
    let first = house.get("/v2/events?pageSize=2").await.data(200);
    assert_eq!(titles(&first), ["event 4", "event 3"]);
    assert_eq!(
        (&first["page"], &first["pageSize"], &first["total"]),
        (&json!(1), &json!(2), &json!(5))
    );
    assert_eq!(first["totalIsLowerBound"], false);
    let second = house.get("/v2/events?pageSize=2&page=2").await.data(200);
    let cursor = first["nextCursor"].as_str().unwrap();
    let by_cursor = house
        .get(&format!("/v2/events?pageSize=2&cursor={cursor}"))
        .await
        .data(200);
    assert_eq!(by_cursor["items"], second["items"]);
    assert_eq!(by_cursor["page"], Value::Null);
    let last = house.get("/v2/events?pageSize=2&page=3").await.data(200);
    assert_eq!((titles(&last), &last["nextCursor"]), (vec!["event 0"], &Value::Null));
}

#[actix_web::test]
async fn events_are_found_filtered_and_sorted() {
    let house = with_events(3).await;
    let list = async |query: &str| house.get(&format!("/v2/events?{query}")).await.data(200);
    assert_eq!(titles(&list("sort=start").await), ["event 2", "event 1", "event 0"]);
    assert_eq!(titles(&list("sort=-title&pageSize=1").await), ["event 2"]);
    assert_eq!(
        list("sort=-title&pageSize=1").await["nextCursor"],
        Value::Null,
        "no cursor in this order"
    );
    assert_eq!(titles(&list("search=EVENT+1").await), ["event 1"]);
    assert_eq!(list("status=published").await["total"], 0);
    assert_eq!(
        list(&format!("startsBefore={}", house.in_seconds(9_999))).await["total"],
        1
    );
    assert_eq!(
        list(&format!("endsAfter={}", house.in_seconds(20_000))).await["total"],
        0
    );
    assert_eq!(list("unknown=ignored&search=").await["total"], 3);
}

#[actix_web::test]
async fn wrong_parameters_are_named_all_at_once() {
    let house = House::open().await;
    let query = "page=0&pageSize=201&status=gone&sort=price&endsAfter=now";
    let error = house
        .get(&format!("/v2/events?{query}"))
        .await
        .error(400, "VALIDATION_ERROR");
    let fields: Vec<_> = error["details"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["endsAfter", "page", "pageSize", "sort", "status"]);
    for page in ["-1", "x", "1.5", "99999999999999999999", "%00"] {
        house
            .get(&format!("/v2/events?page={page}"))
            .await
            .refuses_field("page");
    }
    for cursor in ["x", "%F0%9F%8E%B9", "AAAA", "019ad3a5-7c4b-7000-8000-0000000000ff"] {
        house
            .get(&format!("/v2/events?cursor={cursor}"))
            .await
            .refuses_field("cursor");
    }
    house
        .get("/v2/events?sort=title&cursor=AZrTpXxLcACAAAAAAAAAoQ")
        .await
        .refuses_field("cursor");
    let long = "x".repeat(201);
    house
        .get(&format!("/v2/events?search={long}"))
        .await
        .refuses_field("search");
}

#[actix_web::test]
async fn far_pages_are_reached_by_cursor_only() {
    let house = House::open().await;
    house.get("/v2/events?pageSize=200&page=501").await.data(200);
    let reason = house
        .get("/v2/events?pageSize=200&page=502")
        .await
        .refuses_field("page");
    assert!(reason.contains("cursor"));
    house
        .get("/v2/wechat/messages?page=4294967295")
        .await
        .refuses_field("page");
}

#[actix_web::test]
async fn deliveries_show_what_was_sent_and_what_became_of_it() {
    let house = House::open().await;
    let deliveries = [a_delivery("one"), a_template_delivery("two")].map(Delivery::restore);
    house.store.add(&deliveries, &[]).await.unwrap();
    let page = house.get("/v2/notifications/deliveries").await.data(200);
    assert_eq!(page["total"], 2);
    let by_channel = |name| {
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|item| item["channel"] == name)
            .unwrap()
    };
    let custom = by_channel("custom");
    assert_eq!(
        (&custom["content"], &custom["template"]),
        (&json!("报名成功 🎉"), &Value::Null)
    );
    assert_eq!(
        (&custom["state"], &custom["kind"]),
        (&json!("pending"), &json!("registered"))
    );
    assert_eq!(custom["attempts"], json!([]));
    let template = by_channel("template");
    assert_eq!(template["content"], Value::Null);
    assert_eq!(
        template["template"]["fields"][0],
        json!({"key": "thing9", "text": "茶会 🍵"})
    );
    let list = async |query: &str| house.get(&format!("/v2/notifications/deliveries?{query}")).await;
    assert_eq!(list("state=failed").await.data(200)["total"], 0);
    let person = custom["openId"].as_str().unwrap();
    assert_eq!(list(&format!("openId={person}")).await.data(200)["total"], 2);
    list("state=lost").await.refuses_field("state");
    list("eventId=1").await.refuses_field("eventId");
}

#[actix_web::test]
async fn dead_jobs_are_listed_replayed_and_dropped() {
    let house = House::open().await;
    let letters = [a_dead_letter("notifications.deliver"), a_dead_letter("other")];
    for letter in &letters {
        house.store.bury(letter).await.unwrap();
    }
    let path = "/v2/jobs/dead-letters";
    let page = house.get(&format!("{path}?name=other")).await.data(200);
    let shown = &page["items"][0];
    assert_eq!(
        (&page["total"], &shown["id"]),
        (&json!(1), &json!(letters[1].job.id.to_string()))
    );
    assert_eq!(shown["payload"], json!({"id": 1, "text": "茶 🍵"}));
    assert_eq!(
        (&shown["attempt"], &shown["reason"]),
        (&json!(5), &json!(letters[1].reason))
    );
    let one = format!("{path}/{}", letters[0].job.id);
    assert_eq!(
        house.post(&format!("{one}/replay"), json!({})).await.data(202),
        Value::Null
    );
    house
        .post(&format!("{one}/replay"), json!({}))
        .await
        .error(404, "NOT_FOUND");
    house.delete(&format!("{path}/{}", letters[1].job.id)).await.data(200);
    assert_eq!(house.get(path).await.data(200)["total"], 0);
}
