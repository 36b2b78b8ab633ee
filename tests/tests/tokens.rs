//! One access token for one account, whoever asks: eight api processes share Redis under load, the token is taken away
//! ten times, processes are killed at random, and yet no call meets a bad token twice while the token endpoint is
//! hardly asked.
//!
//! `NEXTEVENT_TOKEN_SEED` repeats a run's choices.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use journeys::await_until::eventually;
use journeys::operator::{Operator, event};
use journeys::process::Process;
use journeys::servers::{amqp_url, free_port, is_reachable, mariadb_url, redis_url};
use journeys::simulator::Simulator;
use journeys::system::{Kind, System, await_ok};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::sleep;

const PROCESSES: usize = 8;
const CALLERS_EACH: usize = 2;
const LIFETIMES: usize = 10;
/// Calls that succeed before and after the kill of each lifetime.
const CALLS_PER_HALF: usize = 30;

#[tokio::test(flavor = "multi_thread")]
async fn eight_processes_share_one_token_that_keeps_expiring_while_some_are_killed() {
    let there = is_reachable("MariaDB", &mariadb_url())
        && is_reachable("Redis", &redis_url())
        && is_reachable("RabbitMQ", &amqp_url());
    if !there {
        return;
    }
    let seed = std::env::var("NEXTEVENT_TOKEN_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(rand::random);
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let system = System::start_with(Kind::Distributed, &[("LOG_LEVEL", "warn")]).await;
    let operator = system.operator().await;
    let event = operator.published_event(event("令牌", json!({}))).await;
    let mut crowd = Crowd::start(&system).await;
    let load = Load::start(&crowd, &event);

    for lifetime in 1..=LIFETIMES {
        let asked_before = token_requests(&system.simulator).await;
        load.await_successes(CALLS_PER_HALF).await;
        crowd.kill_one(random.random_range(0..PROCESSES)).await;
        load.await_successes(CALLS_PER_HALF).await;
        let asked = token_requests(&system.simulator).await - asked_before;
        assert!(
            asked <= 2,
            "lifetime {lifetime}: the token endpoint was asked {asked} times"
        );
        system.simulator.post("/control/tokens/expire", json!({})).await;
    }
    load.await_successes(CALLS_PER_HALF).await;
    let failed = load.stop().await;
    let rejected = rejected_calls(&system.simulator).await;
    println!("{rejected} calls met an expired token, once each; failures seen by callers: {failed:?}");
    assert!(rejected > 0, "no call met an expired token: nothing was proven");
    assert!(failed.is_empty(), "callers saw more than killed processes: {failed:?}");
}

/// The api processes on the stores of a system, each with a client.
struct Crowd {
    members: Vec<Member>,
}

struct Member {
    process: Process,
    folder: TempDir,
    environment: BTreeMap<String, String>,
    operator: Operator,
}

impl Crowd {
    async fn start(system: &System) -> Self {
        let members = (0..PROCESSES).map(|_| Member::start(system.environment.clone()));
        Self {
            members: join_all(members).await,
        }
    }

    /// Kills a process at whatever instruction it is and starts its successor.
    async fn kill_one(&mut self, number: usize) {
        let member = &mut self.members[number];
        member.process.kill().await;
        member.process = Process::start("nextevent-api", &[], &member.environment, member.folder.path());
    }
}

impl Member {
    async fn start(mut environment: BTreeMap<String, String>) -> Self {
        let (port, folder) = (free_port(), TempDir::new().expect("a temporary folder"));
        environment.insert("APP_PORT".to_owned(), port.to_string());
        let process = Process::start("nextevent-api", &[], &environment, folder.path());
        let url = format!("http://127.0.0.1:{port}");
        await_ok(&format!("{url}/readyz")).await;
        let operator = Operator::sign_in(&url).await;
        Self {
            process,
            folder,
            environment,
            operator,
        }
    }
}

/// Clients that have scene codes made without a pause, each at its own process.
struct Load {
    callers: Vec<tokio::task::JoinHandle<BTreeSet<u16>>>,
    successes: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

impl Load {
    fn start(crowd: &Crowd, event: &str) -> Self {
        let (successes, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let operators = crowd.members.iter().map(|member| member.operator.clone());
        let callers = operators
            .flat_map(|operator| std::iter::repeat_n(operator, CALLERS_EACH))
            .map(|operator| {
                tokio::spawn(call(
                    operator,
                    event.to_owned(),
                    Arc::clone(&successes),
                    Arc::clone(&stop),
                ))
            })
            .collect();
        Self {
            callers,
            successes,
            stop,
        }
    }

    async fn await_successes(&self, more: usize) {
        let wanted = self.successes.load(Ordering::SeqCst) + more;
        eventually("calls succeed", Duration::from_secs(60), async || {
            (self.successes.load(Ordering::SeqCst) >= wanted).then_some(())
        })
        .await;
    }

    /// Ends the load; answers every status that was no success.
    async fn stop(self) -> BTreeSet<u16> {
        self.stop.store(true, Ordering::SeqCst);
        let callers = join_all(self.callers).await;
        callers
            .into_iter()
            .flat_map(|caller| caller.expect("a caller ends"))
            .collect()
    }
}

async fn call(operator: Operator, event: String, successes: Arc<AtomicUsize>, stop: Arc<AtomicBool>) -> BTreeSet<u16> {
    let (path, body) = (format!("/v2/events/{event}/qr-codes"), json!({ "purpose": "register" }));
    let mut failed = BTreeSet::new();
    while !stop.load(Ordering::SeqCst) {
        match operator.try_post(&path, body.clone()).await {
            Some(answer) if answer.status == 201 => {
                successes.fetch_add(1, Ordering::SeqCst);
            }
            Some(answer) => {
                failed.insert(answer.status);
            }
            // Its process was killed; the successor is on its way.
            None => sleep(Duration::from_millis(50)).await,
        }
    }
    failed
}

async fn token_requests(simulator: &Simulator) -> usize {
    let calls = simulator
        .get("/control/calls?api=/cgi-bin/stable_token&limit=10000")
        .await;
    calls.json["items"].as_array().map_or(0, Vec::len)
}

/// How many calls met an expired token. Each was repeated with another token at most once, and then succeeded.
async fn rejected_calls(simulator: &Simulator) -> usize {
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
    let mut rejected = BTreeMap::<String, usize>::new();
    for call in calls.iter().filter(|call| call["token"] != "valid") {
        *rejected.entry(scene(call)).or_default() += 1;
    }
    assert!(rejected.values().all(|times| *times == 1), "{rejected:?}");
    rejected.len()
}
