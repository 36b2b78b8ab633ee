//! One access token for one account, whoever asks: several api processes share Redis, the token is taken away again and
//! again, and every call succeeds while the token endpoint is hardly asked.

use futures::future::join_all;
use journeys::operator::{Operator, event};
use journeys::process::Process;
use journeys::servers::{amqp_url, free_port, is_reachable, mariadb_url, redis_url};
use journeys::simulator::Simulator;
use journeys::system::{Kind, System};
use serde_json::{Value, json};
use tempfile::TempDir;

const PROCESSES: usize = 4;
const CALLS_EACH: usize = 8;
const LIFETIMES: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn several_processes_share_one_token_that_keeps_expiring() {
    let there = is_reachable("MariaDB", &mariadb_url())
        && is_reachable("Redis", &redis_url())
        && is_reachable("RabbitMQ", &amqp_url());
    if !there {
        return;
    }
    let system = System::start(Kind::Distributed).await;
    let operator = system.operator().await;
    let event = operator.published_event(event("令牌", json!({}))).await;
    let others = Others::start(&system).await;
    let mut operators = others.operators.clone();
    operators.push(operator);

    for lifetime in 1..=LIFETIMES {
        let asked_before = token_requests(&system.simulator).await.len();
        let codes = operators
            .iter()
            .flat_map(|operator| (0..CALLS_EACH).map(|_| issue(operator, &event)));
        let statuses = join_all(codes).await;
        assert!(
            statuses.iter().all(|status| *status == 201),
            "lifetime {lifetime}: {statuses:?}"
        );
        let asked = token_requests(&system.simulator).await.len() - asked_before;
        assert!(
            asked <= 2,
            "lifetime {lifetime}: the token endpoint was asked {asked} times"
        );
        system.simulator.post("/control/tokens/expire", json!({})).await;
    }
    no_call_failed_twice(&system.simulator).await;
}

/// Further api processes on the stores of a system.
struct Others {
    operators: Vec<Operator>,
    _processes: Vec<(Process, TempDir)>,
}

impl Others {
    async fn start(system: &System) -> Self {
        let (mut operators, mut processes) = (Vec::new(), Vec::new());
        for _ in 1..PROCESSES {
            let (port, folder) = (free_port(), TempDir::new().expect("a temporary folder"));
            let mut environment = system.environment.clone();
            environment.insert("APP_PORT".to_owned(), port.to_string());
            processes.push((
                Process::start("nextevent-api", &[], &environment, folder.path()),
                folder,
            ));
            let url = format!("http://127.0.0.1:{port}");
            journeys::system::await_ok(&format!("{url}/readyz")).await;
            operators.push(Operator::sign_in(&url).await);
        }
        Self {
            operators,
            _processes: processes,
        }
    }
}

async fn issue(operator: &Operator, event: &str) -> u16 {
    operator
        .post(
            &format!("/v2/events/{event}/qr-codes"),
            json!({ "purpose": "register" }),
        )
        .await
        .status
}

async fn token_requests(simulator: &Simulator) -> Vec<Value> {
    let calls = simulator
        .get("/control/calls?api=/cgi-bin/stable_token&limit=10000")
        .await;
    calls.json["items"].as_array().cloned().unwrap_or_default()
}

/// A call that met an expired token was repeated once and succeeded: there are no more rejected calls than that.
async fn no_call_failed_twice(simulator: &Simulator) {
    let calls = simulator
        .get("/control/calls?api=/cgi-bin/qrcode/create&limit=10000")
        .await;
    let calls = calls.json["items"].as_array().cloned().unwrap_or_default();
    let scene = |call: &Value| {
        let body: Value = serde_json::from_str(call["body"].as_str().unwrap_or("")).unwrap_or_default();
        body["action_info"]["scene"]["scene_str"]
            .as_str()
            .expect("a call names its scene")
            .to_owned()
    };
    let mut rejected = std::collections::BTreeMap::<String, usize>::new();
    for call in calls.iter().filter(|call| call["token"] != "valid") {
        *rejected.entry(scene(call)).or_default() += 1;
    }
    assert!(!rejected.is_empty(), "no call met an expired token: nothing was proven");
    assert!(rejected.values().all(|times| *times == 1), "{rejected:?}");
}
