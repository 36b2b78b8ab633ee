//! The lists, the page, and resetting.

use futures::StreamExt;
use serde_json::{Value, json};

use crate::harness::{Bench, errcode};

#[tokio::test]
async fn calls_are_listed_by_api_and_person_page_by_page() {
    let bench = Bench::start().await;
    let (one, other) = (bench.follower().await, bench.follower().await);
    for person in [&one, &other, &one] {
        bench.send_template(person, "").await;
    }
    let path = format!("/calls?api=/cgi-bin/message/template/send&openId={one}");
    let all = bench.get(&path).await;
    assert_eq!(all["items"].as_array().unwrap().len(), 2);
    let first = bench.get(&format!("{path}&limit=1")).await;
    assert_eq!((&first["items"][0], &first["more"]), (&all["items"][0], &json!(true)));
    let rest = bench.get(&format!("{path}&since={}", first["nextCursor"])).await;
    assert_eq!((&rest["items"][0], &rest["more"]), (&all["items"][1], &json!(false)));
    assert_eq!(errcode(&all["items"][0]["answer"]), 0);
    bench.stop().await;
}

#[tokio::test]
async fn a_full_journal_tells_how_much_it_has_forgotten() {
    let bench = Bench::start_with(|settings| settings.journal_capacity = 5).await;
    for _ in 0..8 {
        bench.token().await;
    }
    let calls = bench.get("/calls").await;
    assert_eq!(
        (calls["items"].as_array().unwrap().len(), &calls["dropped"]),
        (5, &json!(3))
    );
    assert_eq!(bench.get("/stats").await["dropped"]["calls"], 3);
    bench.stop().await;
}

#[tokio::test]
async fn errors_are_counted_by_code() {
    let bench = Bench::start().await;
    bench.send_text("o_unknown", "hi").await;
    bench.api("no/such/api", &json!({})).await;
    let counters = &bench.get("/stats").await["counters"];
    assert_eq!(
        (&counters["errcodes"]["40003"], &counters["errcodes"]["40066"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(counters["calls"]["/cgi-bin/message/custom/send"], 1);
    bench.stop().await;
}

#[tokio::test]
async fn many_people_can_be_added_at_once_and_read_page_by_page() {
    let bench = Bench::start().await;
    let added = bench.post("/people", json!({"count": 250, "subscribed": true})).await;
    assert_eq!(added["items"].as_array().unwrap().len(), 250);
    let page = bench.get("/people?since=200&limit=100").await;
    assert_eq!(
        (page["items"].as_array().unwrap().len(), &page["more"], &page["total"]),
        (50, &json!(false), &json!(250))
    );
    assert_eq!(page["items"][0], added["items"][200]);
    bench.stop().await;
}

#[tokio::test]
async fn a_reset_forgets_everything_but_settings_and_tokens() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let token = bench.token().await;
    bench
        .post("/faults", json!({"api": "*", "action": {"errcode": -1}}))
        .await;
    bench.advance(100).await;
    bench.post("/reset", json!({})).await;
    assert_eq!(bench.try_get_status(&format!("/people/{person}")).await, 404);
    assert_eq!(bench.get("/calls").await["items"], json!([]));
    assert_eq!(bench.get("/faults").await["items"], json!([]));
    let settings = bench.get("/settings").await;
    assert_eq!(
        (&settings["clockOffsetSeconds"], &settings["callbackUrl"]),
        (&json!(0), &json!(bench.callback.url))
    );
    assert_eq!(bench.token().await, token);
    bench.stop().await;
}

#[tokio::test]
async fn the_same_seed_gives_the_same_people() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let bench = Bench::start_with(|settings| settings.seed = Some(42)).await;
        seen.push((bench.follower().await, bench.token().await));
        bench.stop().await;
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn requests_that_make_no_sense_are_refused_with_a_reason() {
    let bench = Bench::start().await;
    for (path, body, status) in [
        ("/people/o_unknown/text", json!({"content": "hi"}), 404),
        ("/people", json!({"openID": "x"}), 400),
        ("/people", json!({"openId": ""}), 400),
        ("/settings", json!({"callbackUrl": "ftp://x"}), 400),
        ("/settings", json!({"mode": "secret"}), 400),
        ("/tokens/lifetime", json!({"seconds": 0}), 400),
        ("/no-such-path", json!({}), 404),
    ] {
        let (found, answer) = bench.try_post(path, body).await;
        assert_eq!(found, status, "{path}");
        assert!(answer["error"]["message"].is_string(), "{path}: {answer}");
    }
    bench.stop().await;
}

#[tokio::test]
async fn every_part_of_the_phone_page_is_served() {
    let bench = Bench::start().await;
    let page = bench.raw_get("/").await;
    assert!(page.contains("/phone/main.js"));
    let mut waiting = vec![
        "/phone/main.js".to_owned(),
        "/phone/phone.css".to_owned(),
        "/phone/authorize.js".to_owned(),
        "/phone/icon.svg".to_owned(),
    ];
    let mut seen = Vec::new();
    while let Some(path) = waiting.pop() {
        let response = bench.http.get(format!("{}{path}", bench.url)).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        let content = response.text().await.unwrap();
        let imports = content
            .split("from \"./")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let new = imports.map(|name| format!("/phone/{name}"));
        seen.push(path);
        waiting.extend(new.filter(|path| !seen.contains(path)));
    }
    assert!(seen.len() > 10, "{seen:?}");
    bench.stop().await;
}

#[tokio::test]
async fn the_live_connection_tells_what_happens() {
    let bench = Bench::start().await;
    let request = bench
        .http
        .get(format!("{}/control/live", bench.url))
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 101);
    let upgraded = response.upgrade().await.unwrap();
    let mut frames = Box::pin(frames(upgraded));
    let person = bench.follower().await;
    let told: Value = frames.next().await.unwrap();
    assert_eq!(
        (&told["type"], &told["person"]["openId"]),
        (&json!("person"), &json!(person))
    );
    bench.stop().await;
}

/// The JSON of short unmasked text frames; others are skipped.
fn frames(upgraded: reqwest::Upgraded) -> impl futures::Stream<Item = Value> {
    use tokio::io::AsyncReadExt;
    futures::stream::unfold(upgraded, |mut upgraded| async move {
        loop {
            let head = upgraded.read_u16().await.ok()?;
            let length = match head & 0x7f {
                126 => upgraded.read_u16().await.ok()?,
                short => short,
            };
            let mut payload = vec![0; usize::from(length)];
            upgraded.read_exact(&mut payload).await.ok()?;
            if let Ok(event) = serde_json::from_slice(&payload) {
                return Some((event, upgraded));
            }
        }
    })
}

#[tokio::test]
async fn templates_are_listed_for_those_who_choose_among_them() {
    let bench = Bench::start().await;
    for (id, subscribe) in [("starts-soon", true), ("signed-up", false)] {
        let template =
            json!({"templateId": id, "title": "提醒", "content": "活动:{{thing1.DATA}}", "subscribe": subscribe});
        bench.post("/templates", template).await;
    }
    let listed = bench.get("/templates").await;
    let shown = |id: &str, subscribe: bool| json!({"templateId": id, "title": "提醒", "content": "活动:{{thing1.DATA}}", "fields": ["thing1"], "subscribe": subscribe});
    assert_eq!(
        listed["items"],
        json!([shown("signed-up", false), shown("starts-soon", true)])
    );
    bench.stop().await;
}

#[tokio::test]
async fn secrets_in_bodies_are_not_among_the_exchanges() {
    let bench = Bench::start().await;
    let wish = json!({"grant_type": "client_credential", "appid": "wx_nobody", "secret": "a-secret-of-this-test"});
    bench.call_post("/cgi-bin/stable_token", wish).await;
    let kept = bench.get("/exchanges").await.to_string();
    assert!(
        kept.contains("wx_nobody") && !kept.contains("a-secret-of-this-test"),
        "{kept}"
    );
    bench.stop().await;
}
