//! Kills api and worker at random moments under load, many times, and then accounts for every message: recorded once,
//! answered consistently, its notice sent exactly once, no job left behind.
//!
//! `NEXTEVENT_CRASH_MINUTES` makes it longer (`make crash-test MINUTES=10`); `NEXTEVENT_CRASH_SEED` repeats a run's choices.

#![expect(clippy::print_stdout, reason = "a run tells its seed and what it went through")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::join_all;
use journeys::await_until::eventually;
use journeys::operator::{Operator, event};
use journeys::servers::{amqp_url, is_reachable, mariadb_url, redis_url};
use journeys::simulator::{Simulator, reply_text};
use journeys::system::{Kind, System};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

/// People who act at the same time.
const ACTORS: u64 = 12;
/// How long everything may take to settle after the last kill.
const SETTLING: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_when_the_embedded_process_is_killed() {
    crash_and_account(Kind::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_when_api_and_worker_are_killed() {
    let there = is_reachable("MariaDB", &mariadb_url())
        && is_reachable("Redis", &redis_url())
        && is_reachable("RabbitMQ", &amqp_url());
    if there {
        crash_and_account(Kind::Distributed).await;
    }
}

/// One scan as its person saw it.
#[derive(Debug)]
struct Scan {
    person: String,
    event: &'static str,
    /// Whether WeChat got an answer to any of its deliveries.
    acknowledged: bool,
    reply: String,
}

struct Events {
    /// Notices by template message: sent exactly once, whatever dies.
    template: Target,
    /// Notices by customer-service message: at most once, and `unknown` where nobody can know.
    custom: Target,
}

struct Target {
    id: String,
    ticket: String,
}

async fn crash_and_account(kind: Kind) {
    let seed = setting("NEXTEVENT_CRASH_SEED").unwrap_or_else(rand::random);
    let duration = Duration::from_secs(setting("NEXTEVENT_CRASH_MINUTES").map_or(30, |minutes| minutes * 60));
    println!("{kind:?}: seed {seed}, {duration:?}");
    let settings = [("SIMULATOR_RETRY_TIMEOUT_MS", "4000"), ("LOG_LEVEL", "warn")];
    let mut system = System::start_with(kind, &settings).await;
    let operator = system.operator().await;
    let events = Arc::new(prepare(&operator).await);
    let stop = Arc::new(AtomicBool::new(false));
    let actors: Vec<_> = (0..ACTORS)
        .map(|n| {
            tokio::spawn(act(
                n,
                seed,
                system.simulator.clone(),
                Arc::clone(&events),
                Arc::clone(&stop),
            ))
        })
        .collect();

    let kills = kill_at_random(&mut system, seed, duration).await;
    stop.store(true, Ordering::SeqCst);
    let scans: Vec<Scan> = join_all(actors)
        .await
        .into_iter()
        .flat_map(|actor| actor.expect("an actor ends"))
        .collect();

    system.await_ready().await;
    let operator = system.operator().await;
    settle(&operator).await;
    let acknowledged = scans.iter().filter(|scan| scan.acknowledged).count();
    println!(
        "{kind:?}: {kills} kills, {} scans, {acknowledged} acknowledged",
        scans.len()
    );
    assert!(acknowledged > 20, "too little happened to prove anything");
    account(&operator, &system.simulator, &events, &scans).await;
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

async fn prepare(operator: &Operator) -> Events {
    let template = json!({ "templateId": "TPL-1", "fields": [{ "key": "thing1", "text": "{{event.title}}" }] });
    let target = async |title: &str, config: Value| {
        let id = operator
            .published_event(event(title, json!({ "wechatConfig": config })))
            .await;
        let ticket = operator.qr_ticket(&id, "register").await;
        Target { id, ticket }
    };
    Events {
        template: target("模板", json!({ "scanMessage": "模板 OK", "noticeTemplate": template })).await,
        custom: target("客服", json!({ "scanMessage": "客服 OK" })).await,
    }
}

async fn act(actor: u64, seed: u64, simulator: Simulator, events: Arc<Events>, stop: Arc<AtomicBool>) -> Vec<Scan> {
    let mut random = StdRng::seed_from_u64(seed ^ actor);
    let mut scans = Vec::new();
    while !stop.load(Ordering::SeqCst) {
        let person = simulator.person().await;
        let (target, event) = if random.random_bool(0.5) {
            (&events.template, "模板")
        } else {
            (&events.custom, "客服")
        };
        // One in four scans twice: the second finds the registration or makes it.
        for _ in 0..=u8::from(random.random_bool(0.25)) {
            let acted = simulator.scan(&person, &target.ticket).await;
            let attempts = acted["attempts"].as_array().cloned().unwrap_or_default();
            let acknowledged = attempts.iter().any(|attempt| attempt["status"] == 200);
            scans.push(Scan {
                person: person.clone(),
                event,
                acknowledged,
                reply: reply_text(&acted).to_owned(),
            });
        }
        sleep(Duration::from_millis(random.random_range(0..40))).await;
    }
    scans
}

async fn kill_at_random(system: &mut System, seed: u64, duration: Duration) -> u32 {
    let mut random = StdRng::seed_from_u64(seed);
    let deadline = Instant::now() + duration;
    let mut kills = 0;
    while Instant::now() < deadline {
        sleep(Duration::from_millis(random.random_range(100..1_500))).await;
        if system.worker.is_some() && random.random_bool(0.5) {
            if let Some(worker) = &mut system.worker {
                worker.kill().await;
            }
            system.start_worker();
        } else {
            system.api.kill().await;
            system.start_api();
        }
        kills += 1;
        if random.random_bool(0.3) {
            system.await_ready().await;
        }
    }
    kills
}

/// Waits until every message is answered and every delivery settled.
async fn settle(operator: &Operator) {
    eventually("every message is answered", SETTLING, async || {
        let messages = operator.all("/v2/wechat/messages").await;
        messages.iter().all(|message| !message["reply"].is_null()).then_some(())
    })
    .await;
    eventually(
        "every attendee has a delivery and every delivery is settled",
        SETTLING,
        async || {
            let deliveries = operator.all("/v2/notifications/deliveries").await;
            let open = |delivery: &Value| matches!(delivery["state"].as_str(), Some("pending" | "sending"));
            if deliveries.iter().any(open) {
                return None;
            }
            let events = operator.all("/v2/events").await;
            let registered: u64 = events
                .iter()
                .filter_map(|event| event["registeredCount"].as_u64())
                .sum();
            let registrations = deliveries
                .iter()
                .filter(|delivery| delivery["kind"] == "registered")
                .count();
            (registrations as u64 == registered).then_some(())
        },
    )
    .await;
    eventually("no job is left behind", SETTLING, async || {
        let metrics = operator.get("/metrics").await.text;
        let is_zero = |gauge: &str| metrics.lines().any(|line| line == format!("{gauge} 0"));
        (is_zero("outbox_waiting") && is_zero("queue_depth")).then_some(())
    })
    .await;
}

async fn account(operator: &Operator, simulator: &Simulator, events: &Events, scans: &[Scan]) {
    assert_eq!(
        operator.all("/v2/jobs/dead-letters").await,
        Vec::<Value>::new(),
        "no job died"
    );
    let mut messages = operator.all("/v2/wechat/messages").await;
    messages.retain(|message| message["event"] != "TEMPLATESENDJOBFINISH");
    let messages = by_person(&messages, "fromUser");
    let deliveries = by_person(&operator.all("/v2/notifications/deliveries").await, "openId");
    for (target, name) in [(&events.template, "模板"), (&events.custom, "客服")] {
        let attendees = by_person(
            &operator.all(&format!("/v2/events/{}/attendees", target.id)).await,
            "openId",
        );
        let counts = operator.get(&format!("/v2/events/{}/statistics", target.id)).await;
        assert_eq!(
            counts.data()["registered"].as_u64(),
            Some(attendees.len() as u64),
            "the counter tells the truth"
        );
        let scans = scans.iter().filter(|scan| scan.event == name);
        let mut people: BTreeMap<&str, Vec<&Scan>> = BTreeMap::new();
        for scan in scans {
            people.entry(&scan.person).or_default().push(scan);
        }
        for (person, scans) in people {
            messages_are_recorded_once(person, &scans, messages.get(person).map_or(&[], Vec::as_slice));
            let acknowledged = scans.iter().any(|scan| scan.acknowledged);
            let registrations = attendees.get(person).map_or(0, Vec::len);
            assert!(registrations <= 1, "{person} is registered {registrations} times");
            assert!(
                registrations == 1 || !acknowledged,
                "{person} was answered but is not registered"
            );
            if registrations == 1 {
                let deliveries = deliveries.get(person).map_or(&[][..], Vec::as_slice);
                notices_are_sent_once(person, deliveries, &simulator.notices(person).await);
            }
        }
    }
}

fn by_person(items: &[Value], field: &str) -> BTreeMap<String, Vec<Value>> {
    let mut people: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for item in items {
        people
            .entry(item[field].as_str().unwrap_or("").to_owned())
            .or_default()
            .push(item.clone());
    }
    people
}

fn messages_are_recorded_once(person: &str, scans: &[&Scan], messages: &[Value]) {
    let mut keys: Vec<_> = messages
        .iter()
        .map(|message| (&message["createTime"], &message["event"]))
        .collect();
    keys.sort_by_key(|key| format!("{key:?}"));
    keys.dedup();
    assert_eq!(
        keys.len(),
        messages.len(),
        "a message of {person} is recorded twice: {messages:#?}"
    );
    assert!(
        messages.len() <= scans.len(),
        "{person} scanned {} times: {messages:#?}",
        scans.len()
    );
    let acknowledged = scans.iter().filter(|scan| scan.acknowledged).count();
    assert!(
        messages.len() >= acknowledged,
        "{person}: {acknowledged} answers but {messages:#?}"
    );
    // What the person read in an answer is what is stored for one of the person's messages.
    for scan in scans.iter().filter(|scan| !scan.reply.is_empty()) {
        let stored = messages
            .iter()
            .any(|message| message["reply"]["content"] == scan.reply.as_str());
        assert!(stored, "{person} read {:?}, stored is {messages:#?}", scan.reply);
    }
}

fn notices_are_sent_once(person: &str, deliveries: &[Value], notices: &[Value]) {
    let registered = deliveries
        .iter()
        .filter(|delivery| delivery["kind"] == "registered")
        .count();
    assert_eq!(registered, 1, "{person}: {deliveries:#?}");
    for one in deliveries {
        let (state, channel) = (
            one["state"].as_str().unwrap_or(""),
            one["channel"].as_str().unwrap_or(""),
        );
        let expected = match (channel, state) {
            ("template", _) => 1..=1,
            ("custom", "accepted" | "delivered") => 1..=1,
            ("custom", "unknown") => 0..=1,
            _ => 0..=0,
        };
        let reached = notices.iter().filter(|notice| is_notice_of(one, notice)).count();
        assert!(
            expected.contains(&reached),
            "{person}: {reached} notices for {one:#?}\n{notices:#?}"
        );
    }
}

fn is_notice_of(delivery: &Value, notice: &Value) -> bool {
    match delivery["channel"].as_str() {
        Some("template") => {
            let id = delivery["id"].as_str().unwrap_or("").replace('-', "");
            notice["clientMsgId"] == id.as_str()
        }
        _ => notice["channel"] == "custom" && notice["content"] == delivery["content"],
    }
}
