//! The operator's command line on the real binary.

use std::collections::BTreeMap;
use std::process::Stdio;

use journeys::binaries::binary;
use journeys::process::run;
use journeys::servers::free_port;
use journeys::system::{Kind, System};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

fn environment(folder: &TempDir, extra: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut environment = BTreeMap::from([
        ("APP_ENV".to_owned(), "test".to_owned()),
        ("DATA_DIR".to_owned(), folder.path().display().to_string()),
        ("LOG_LEVEL".to_owned(), "warn".to_owned()),
    ]);
    environment.extend(
        extra
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    environment
}

#[tokio::test]
async fn the_schema_goes_up_and_down_and_says_where_it_stands() {
    let folder = TempDir::new().expect("a temporary folder");
    let environment = environment(&folder, &[]);
    let migrate = async |arguments: &[&str]| run("nextevent", &[&["migrate"], arguments].concat(), &environment).await;
    let (code, text) = migrate(&["status"]).await;
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("pending"), "{text}");
    let (code, text) = migrate(&["up"]).await;
    assert_eq!(code, 0, "{text}");
    let (code, text) = migrate(&["status"]).await;
    assert!(
        code == 0 && text.contains("applied") && !text.contains("pending"),
        "{code}: {text}"
    );
    let (code, text) = migrate(&["down"]).await;
    assert!(code == 0 && text.contains("pending"), "{code}: {text}");
}

#[tokio::test]
async fn an_administrator_is_added_once_and_a_weak_password_is_refused() {
    let folder = TempDir::new().expect("a temporary folder");
    let with = |password: &str| environment(&folder, &[("NEXTEVENT_PASSWORD", password)]);
    run("nextevent", &["migrate", "up"], &with("x")).await;
    let create = async |password: &str| run("nextevent", &["user", "create", "ann"], &with(password)).await;
    let (code, text) = create("short").await;
    assert!(code == 2 && text.contains("8 to 128"), "{code}: {text}");
    let (code, text) = create("correct horse").await;
    assert!(code == 0 && text.contains("added ann"), "{code}: {text}");
    let (code, text) = create("correct horse").await;
    assert!(code == 2 && text.contains("taken"), "{code}: {text}");
    assert!(!text.contains("correct horse"));
}

#[tokio::test]
async fn a_reader_who_has_seen_enough_stops_nothing() {
    let folder = TempDir::new().expect("a temporary folder");
    let mut printing = Command::new(binary("nextevent"))
        .arg("openapi")
        .env_clear()
        .envs(environment(&folder, &[]))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(printing.stdout.take());
    let ended = printing.wait_with_output().await.expect("it ends");
    let complaints = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success() && complaints.is_empty(), "{complaints}");
}

#[tokio::test]
async fn the_doctor_names_every_server_that_is_down() {
    let folder = TempDir::new().expect("a temporary folder");
    let nobody = format!("127.0.0.1:{}", free_port());
    let (mysql, redis) = (format!("mysql://root:hunter2@{nobody}/x"), format!("redis://{nobody}"));
    let (amqp, wechat) = (format!("amqp://guest:guest@{nobody}"), format!("http://{nobody}"));
    let down = [
        ("DATABASE_URL", mysql.as_str()),
        ("REDIS_URL", &redis),
        ("AMQP_URL", &amqp),
        ("WECHAT_API_BASE_URL", &wechat),
    ];
    let (code, text) = run("nextevent", &["doctor"], &environment(&folder, &down)).await;
    assert_eq!(code, 1, "{text}");
    for name in ["database", "redis", "broker", "wechat"] {
        let told = text.lines().any(|line| line.contains("FAIL") && line.contains(name));
        assert!(told, "{name} is not told:\n{text}");
    }
    assert!(!text.contains("hunter2"), "{text}");
}

#[tokio::test]
async fn every_fault_of_the_configuration_is_told_at_once() {
    let folder = TempDir::new().expect("a temporary folder");
    let faults = [("APP_ENV", "production"), ("APP_PORT", "http"), ("JWT_SECRET", "short")];
    let (code, text) = run("nextevent", &["doctor"], &environment(&folder, &faults)).await;
    assert_eq!(code, 2, "{text}");
    for name in ["APP_PORT", "JWT_SECRET", "WECHAT_APP_ID", "AMQP_URL"] {
        assert!(text.contains(name), "{name} is not told:\n{text}");
    }
}

#[tokio::test]
async fn the_description_of_the_api_is_printed() {
    let (code, text) = run("nextevent", &["openapi"], &BTreeMap::new()).await;
    assert_eq!(code, 0, "{text}");
    let document: Value = serde_json::from_str(&text).expect("it is JSON");
    assert!(document["paths"]["/v2/events/{eventId}/check-ins"].is_object());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_job_is_listed_and_replayed() {
    let system = System::start(Kind::Embedded).await;
    let (operator, simulator) = (system.operator().await, &system.simulator);
    let config = json!({ "wechatConfig": { "userTagId": 7 } });
    let event = operator
        .published_event(journeys::operator::event("标签", config))
        .await;
    let ticket = operator.qr_ticket(&event, "register").await;
    let fault = json!([{ "api": "/cgi-bin/tags/members/batchtagging", "action": { "errcode": 45159 }, "times": 1 }]);
    simulator.post("/control/faults", fault).await;
    let person = simulator.person().await;
    simulator.scan(&person, &ticket).await;
    let patience = std::time::Duration::from_secs(30);
    journeys::await_until::eventually("the job dies", patience, async || {
        let letters = operator.all("/v2/jobs/dead-letters?name=wechat.tag_follower").await;
        (letters.len() == 1).then_some(())
    })
    .await;
    one_trace_runs_through(&operator, &event).await;

    let listed = run("nextevent", &["jobs", "dead-letters", "list"], &system.environment).await;
    assert!(listed.0 == 0 && listed.1.contains("wechat.tag_follower"), "{listed:?}");
    let replayed = run(
        "nextevent",
        &["jobs", "dead-letters", "replay", "--all"],
        &system.environment,
    )
    .await;
    assert!(replayed.0 == 0 && replayed.1.contains("replayed 1"), "{replayed:?}");
    journeys::await_until::eventually("the person is tagged", patience, async || {
        let person = simulator.get(&format!("/control/people/{person}")).await;
        person.json["tags"]
            .as_array()
            .is_some_and(|tags| tags.contains(&json!(7)))
            .then_some(())
    })
    .await;
}

/// From the webhook through registration, outbox and follow-up to the job that called WeChat.
async fn one_trace_runs_through(operator: &journeys::operator::Operator, event: &str) {
    let history = operator.all(&format!("/v2/events/{event}/history")).await;
    let registered = history
        .iter()
        .find(|entry| entry["type"] == "attendee.registered")
        .expect("it is logged");
    let trace = registered["metadata"]["traceId"]
        .as_str()
        .expect("the registration belongs to a trace");
    let letters = operator.all("/v2/jobs/dead-letters").await;
    let parent = letters[0]["traceparent"].as_str().expect("the job belongs to a trace");
    assert!(parent.contains(trace), "{parent} is not of trace {trace}");
}
