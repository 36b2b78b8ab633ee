//! A broadcast through faults: every tenth call an error, connections dropped before and after the effect, processes
//! and the broker killed at random. Then everybody is asked for: each got each message exactly once where WeChat takes an id for it,
//! every other case is shown as `unknown`, and the counts add up against what the platform saw.
//!
//! `NEXTEVENT_BROADCAST_PEOPLE` makes it larger (`make broadcast-test` sends to 10,000); `NEXTEVENT_BROADCAST_SEED`
//! repeats a run's choices.

#![expect(clippy::print_stdout, reason = "a run tells its seed and what it went through")]

use std::collections::BTreeMap;
use std::time::Duration;

use journeys::await_until::eventually;
use journeys::broker::Broker;
use journeys::operator::Operator;
use journeys::servers::{amqp_url, is_reachable, mariadb_url, redis_url};
use journeys::simulator::Simulator;
use journeys::system::{Kind, System};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

const TEMPLATE_SEND: &str = "/cgi-bin/message/template/send";
const CUSTOM_SEND: &str = "/cgi-bin/message/custom/send";
const BROADCASTS: &str = "/v2/wechat/accounts/default/broadcasts";
const TEMPLATES: &str = "/v2/wechat/accounts/default/templates";
/// People who wrote to the account, and so may get a customer-service message.
const WRITERS: usize = 40;

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_it_once_when_the_embedded_process_is_killed() {
    send_and_account(Kind::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_it_once_when_api_worker_and_broker_are_killed() {
    let there = is_reachable("MariaDB", &mariadb_url())
        && is_reachable("Redis", &redis_url())
        && is_reachable("RabbitMQ", &amqp_url());
    if there {
        send_and_account(Kind::Distributed).await;
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

async fn send_and_account(kind: Kind) {
    let seed = setting("NEXTEVENT_BROADCAST_SEED").unwrap_or_else(rand::random);
    let size = setting("NEXTEVENT_BROADCAST_PEOPLE").unwrap_or(400);
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    println!("{kind:?}: seed {seed}, {size} people");
    let broker = match kind {
        Kind::Embedded => None,
        Kind::Distributed => Broker::start().await,
    };
    let mut environment = vec![("LOG_LEVEL", "warn")];
    environment.extend(broker.iter().map(|broker| ("AMQP_URL", broker.url.as_str())));
    let mut system = System::start_with(kind, &environment).await;
    let operator = system.operator().await;
    let people = followers(&system.simulator, size).await;
    let writers = people[..WRITERS.min(size)].to_vec();
    for writer in &writers {
        system.simulator.text(writer, "你好").await;
    }
    let template = template(&system.simulator, &operator).await;
    strike(&system.simulator).await;
    let message = json!({ "type": "template", "templateId": template });
    let to_all = order(&operator, "模板", message, &people).await;
    let message = json!({ "type": "custom", "content": { "type": "text", "text": "您好，明天见 🎉" } });
    let to_writers = order(&operator, "客服", message, &writers).await;

    let mut strikes = Strikes::new(broker, kind, seed);
    let patience = Duration::from_secs(900 + size as u64 / 5);
    kill_until_done(&mut system, &mut strikes, &[&to_all, &to_writers], patience).await;
    system.await_ready().await;
    let operator = system.operator().await;
    println!("{kind:?}: killed {:?}", strikes.struck);
    let notices = notices(&system.simulator).await;
    account_for_templates(&operator, &to_all, &people, &notices).await;
    account_for_texts(&operator, &to_writers, &writers, &notices).await;
    assert_eq!(
        operator.all("/v2/jobs/dead-letters").await,
        Vec::<Value>::new(),
        "no job died"
    );
}

/// People who follow the account.
async fn followers(simulator: &Simulator, size: usize) -> Vec<String> {
    let made = simulator
        .post("/control/people", json!({ "count": size, "subscribed": true }))
        .await;
    let people: Vec<_> = made.json["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|person| person["openId"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(people.len(), size, "{}", made.text);
    people
}

/// A template of the account, brought over and mapped; answers our id.
async fn template(simulator: &Simulator, operator: &Operator) -> String {
    let template = json!({ "templateId": "TPL-B", "title": "提醒", "content": "内容：{{thing1.DATA}}" });
    let added = simulator.post("/control/templates", template).await;
    assert!(added.status < 300, "{}", added.text);
    let synced = operator.post(&format!("{TEMPLATES}/sync"), json!({})).await;
    assert_eq!(synced.status, 200, "{}", synced.text);
    let list = operator.get(TEMPLATES).await;
    let items = list.data()["items"].as_array().cloned().unwrap_or_default();
    let found = items.iter().find(|item| item["templateId"] == "TPL-B");
    let id = found
        .and_then(|item| item["id"].as_str())
        .expect("the template is there")
        .to_owned();
    let mapping = json!({ "fields": { "thing1": "明天 9 点开始" } });
    let path = format!("{TEMPLATES}/{id}/mapping");
    let mapped = operator.send(reqwest::Method::PUT, &path, &[], Some(mapping)).await;
    assert_eq!(mapped.status, 200, "{}", mapped.text);
    id
}

/// Every tenth call fails, some of them after their effect.
async fn strike(simulator: &Simulator) {
    let faults = json!([
        { "api": TEMPLATE_SEND, "action": { "dropConnection": "after" }, "every": 40 },
        { "api": TEMPLATE_SEND, "action": { "errcode": -1 }, "every": 10 },
        { "api": CUSTOM_SEND, "action": { "dropConnection": "after" }, "every": 20 },
        { "api": CUSTOM_SEND, "action": { "errcode": -1 }, "every": 10 },
    ]);
    let answer = simulator.post("/control/faults", faults).await;
    assert!(answer.status < 300, "{}", answer.text);
}

async fn order(operator: &Operator, title: &str, message: Value, people: &[String]) -> String {
    let body = json!({ "title": title, "message": message, "audience": { "type": "list", "openIds": people } });
    let key = format!("broadcast-to-{}", people.len());
    let headers = [("idempotency-key", key.as_str())];
    let created = operator
        .send(reqwest::Method::POST, BROADCASTS, &headers, Some(body.clone()))
        .await;
    assert_eq!(created.status, 201, "{}", created.text);
    let again = operator
        .send(reqwest::Method::POST, BROADCASTS, &headers, Some(body))
        .await;
    assert_eq!(again.data()["id"], created.data()["id"], "ordered once");
    created.data()["id"].as_str().expect("an id").to_owned()
}

/// What can be killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Victim {
    Api,
    Worker,
    Broker,
}

/// What is killed, in which order, with which pauses; all of it follows from the seed.
struct Strikes {
    random: StdRng,
    to_come: Vec<Victim>,
    struck: Vec<Victim>,
    broker: Option<Broker>,
}

impl Strikes {
    fn new(broker: Option<Broker>, kind: Kind, seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let mut to_come = match kind {
            Kind::Embedded => vec![Victim::Api; 12],
            Kind::Distributed => [vec![Victim::Worker; 7], vec![Victim::Api; 3]].concat(),
        };
        if broker.is_some() {
            to_come.push(Victim::Broker);
        }
        to_come.shuffle(&mut random);
        if broker.is_some() {
            // First of all, so that a short run has it too.
            to_come.push(Victim::Broker);
        }
        Self {
            random,
            to_come,
            struck: Vec::new(),
            broker,
        }
    }

    async fn strike(&mut self, system: &mut System) {
        let Some(victim) = self.to_come.pop() else { return };
        match (victim, &mut system.worker, &mut self.broker) {
            (Victim::Worker, Some(worker), _) => {
                worker.kill().await;
                system.start_worker();
            }
            (Victim::Broker, _, Some(broker)) => broker.kill_and_restart().await,
            _ => {
                system.api.kill().await;
                system.start_api();
            }
        }
        self.struck.push(victim);
    }
}

/// Kills until every broadcast is done.
async fn kill_until_done(system: &mut System, strikes: &mut Strikes, broadcasts: &[&String], patience: Duration) {
    let deadline = Instant::now() + patience;
    while Instant::now() < deadline {
        sleep(Duration::from_millis(strikes.random.random_range(500..3_000))).await;
        strikes.strike(system).await;
        system.await_ready().await;
        let operator = system.operator().await;
        let mut states = Vec::new();
        for id in broadcasts {
            states.push(operator.get(&format!("{BROADCASTS}/{id}")).await.data()["state"].clone());
        }
        if states.iter().all(|state| state == "done") {
            return;
        }
    }
    panic!("the broadcasts did not end");
}

/// Everything that reached somebody.
async fn notices(simulator: &Simulator) -> Vec<Value> {
    let mut notices = Vec::new();
    let mut since = String::new();
    loop {
        let page = simulator.get(&format!("/control/notices?limit=1000{since}")).await.json;
        notices.extend(page["items"].as_array().cloned().unwrap_or_default());
        if page["more"] != true {
            return notices;
        }
        let next = page["nextCursor"].to_string();
        since = format!("&since={}", next.trim_matches('"'));
    }
}

async fn account_for_templates(operator: &Operator, id: &str, people: &[String], notices: &[Value]) {
    let deliveries = deliveries(operator, id, people.len()).await;
    let mut sent: BTreeMap<&str, usize> = BTreeMap::new();
    for notice in notices.iter().filter(|notice| notice["channel"] == "template") {
        *sent.entry(notice["clientMsgId"].as_str().unwrap_or("")).or_default() += 1;
    }
    for delivery in &deliveries {
        let state = delivery["state"].as_str().unwrap_or("");
        assert!(matches!(state, "accepted" | "delivered"), "{delivery:#?}");
        let client_msg_id = delivery["id"].as_str().unwrap_or("").replace('-', "");
        let reached = sent.remove(client_msg_id.as_str()).unwrap_or(0);
        assert_eq!(reached, 1, "{reached} messages reached the person of {delivery:#?}");
    }
    assert!(
        sent.is_empty(),
        "the platform saw messages that nobody ordered: {sent:?}"
    );
}

async fn account_for_texts(operator: &Operator, id: &str, people: &[String], notices: &[Value]) {
    let mut unknown = 0;
    for delivery in deliveries(operator, id, people.len()).await {
        let of_person = |notice: &&Value| notice["channel"] == "custom" && notice["openId"] == delivery["openId"];
        let reached = notices.iter().filter(of_person).count();
        let expected = match delivery["state"].as_str() {
            Some("accepted") => 1..=1,
            Some("unknown") => {
                unknown += 1;
                0..=1
            }
            other => panic!("{other:?} is no end of {delivery:#?}"),
        };
        assert!(
            expected.contains(&reached),
            "{reached} reached the person of {delivery:#?}"
        );
    }
    println!("{unknown} of {} texts are unknown", people.len());
}

/// The deliveries of a broadcast, whose totals add up.
async fn deliveries(operator: &Operator, id: &str, people: usize) -> Vec<Value> {
    let path = format!("{BROADCASTS}/{id}");
    let shown = operator.get(&path).await;
    let totals = &shown.data()["totals"];
    let states = [
        "pending",
        "sending",
        "accepted",
        "delivered",
        "failed",
        "unknown",
        "skipped",
    ];
    let sum: u64 = states.iter().filter_map(|state| totals[*state].as_u64()).sum();
    assert_eq!(totals["all"].as_u64(), Some(sum), "{totals}");
    assert_eq!(sum, people as u64, "{totals}");
    let all = eventually("the list agrees with the totals", Duration::from_secs(30), async || {
        let all = operator.all(&format!("{path}/deliveries")).await;
        (all.len() == people).then_some(all)
    })
    .await;
    let mut open_ids: Vec<_> = all.iter().filter_map(|one| one["openId"].as_str()).collect();
    open_ids.sort_unstable();
    open_ids.dedup();
    assert_eq!(open_ids.len(), people, "each person has one delivery");
    all
}
