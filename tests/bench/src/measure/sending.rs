//! Sending to many: a broadcast from its order to its end, beside a loop that sends the same to the same simulator and
//! records nothing.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::arguments::Plan;
use crate::load::{Expected, Load, Requests, Tally, rate};
use crate::message::{self, Mode};
use crate::outcome::Outcome;
use crate::system::operator::Operator;
use crate::system::simulator::Simulator;
use crate::system::{Store, System, with_settings};
use crate::table::{Row, tell};

/// People for each second of a measurement.
const PER_SECOND: u64 = 500;
/// Connections of the bare loop; the product makes as many calls of one account at once.
const CONNECTIONS: usize = 64;
const SEND: &str = "/cgi-bin/message/template/send";
const TEMPLATES: &str = "/v2/wechat/accounts/default/templates";
const BROADCASTS: &str = "/v2/wechat/accounts/default/broadcasts";
const PATIENCE: Duration = Duration::from_secs(300);
/// How often the broadcast is looked at.
const GLANCE: Duration = Duration::from_millis(50);

/// Measures both stores.
///
/// # Errors
/// When a server does not start or refuses.
pub async fn run(plan: &Plan, rows: &mut Vec<Row>) -> Outcome<()> {
    // Our own limit, meant to spare WeChat, would be what is measured.
    let settings = [("WECHAT_CALL_RATES", "/cgi-bin/message/template/=10000")];
    for store in Store::ALL {
        tell(&format!("measuring sending, {}", store.name()));
        with_settings(store, Mode::Safe, &settings, async |system| {
            ours(plan, system, rows).await
        })
        .await?;
    }
    Ok(())
}

async fn ours(plan: &Plan, system: &mut System, rows: &mut Vec<Row>) -> Outcome<()> {
    let count = PER_SECOND * plan.duration.as_secs();
    let simulator = Simulator::at(system.simulator)?;
    let people = prepare(&simulator, count).await?;
    let bare = bare(system, &simulator, &people).await?;
    let store = system.store.name();
    rows.push(Row::load(format!("the bare loop, {count} template messages"), &bare));
    let worker = match system.store {
        Store::Embedded => None,
        Store::Servers => Some(system.start_worker()?),
    };
    let operator = system.operator().await?;
    let template = template(&operator).await?;
    let reached_before = simulator.counter("templateNotices").await?;
    let begun = Instant::now();
    let broadcast = order(&operator, &template, &people).await?;
    await_end(&operator, &broadcast).await?;
    let ours = rate(count, begun.elapsed());
    drop(worker);
    let reached = simulator.counter("templateNotices").await? - reached_before;
    rows.push(
        Row::rate(format!("a broadcast from order to end, {store}"), ours)
            .beside(ours / bare.rate())
            .must(reached == count, || format!("{reached} of {count} reached somebody")),
    );
    Ok(())
}

/// People who follow the account, and a template; reports are left out, for they would be counted on one side only.
async fn prepare(simulator: &Simulator, count: u64) -> Outcome<Vec<String>> {
    simulator
        .post("/control/settings", &json!({ "reportTemplates": false }))
        .await?;
    let template = json!({ "templateId": "TPL-B", "title": "提醒", "content": "内容：{{thing1.DATA}}" });
    simulator.post("/control/templates", &template).await?;
    let made = simulator
        .post("/control/people", &json!({ "count": count, "subscribed": true }))
        .await?;
    let items = made["items"].as_array().ok_or("no people")?;
    let open_ids = items.iter().filter_map(|person| person["openId"].as_str());
    Ok(open_ids.map(str::to_owned).collect())
}

async fn bare(system: &System, simulator: &Simulator, people: &[String]) -> Outcome<Tally> {
    let path = format!("{SEND}?access_token={}", simulator.token().await?);
    let requests = people.iter().map(|person| {
        let body = json!({
            "touser": person,
            "template_id": "TPL-B",
            "client_msg_id": format!("bare-{person}").chars().take(32).collect::<String>(),
            "data": { "thing1": { "value": "明天 9 点开始" } },
        });
        message::post(&path, "application/json", "", &body.to_string())
    });
    let load = Load {
        address: system.simulator,
        connections: CONNECTIONS,
        expected: Expected {
            status: 200,
            marker: b"\"errcode\":0",
        },
    };
    let tally = load.run(Requests::once(requests), PATIENCE).await?;
    if tally.marked() == tally.answered() {
        return Ok(tally);
    }
    Err(format!("{} of {} were taken", tally.marked(), tally.answered()).into())
}

/// The template, brought over and mapped; answers our id.
async fn template(operator: &Operator) -> Outcome<String> {
    operator.post(&format!("{TEMPLATES}/sync"), &json!({})).await?;
    let list = operator.get(TEMPLATES).await?;
    let items = list["items"].as_array().map_or(&[][..], Vec::as_slice);
    let found = items.iter().find(|item| item["templateId"] == "TPL-B");
    let id = found
        .and_then(|item| item["id"].as_str())
        .ok_or("the template did not come over")?;
    let mapping = json!({ "fields": { "thing1": "明天 9 点开始" } });
    operator.put(&format!("{TEMPLATES}/{id}/mapping"), &mapping).await?;
    Ok(id.to_owned())
}

async fn order(operator: &Operator, template: &str, people: &[String]) -> Outcome<String> {
    let broadcast = json!({
        "title": "Measured",
        "message": { "type": "template", "templateId": template },
        "audience": { "type": "list", "openIds": people },
    });
    let ordered: Value = operator.post(BROADCASTS, &broadcast).await?;
    Ok(ordered["id"].as_str().ok_or("no id")?.to_owned())
}

async fn await_end(operator: &Operator, broadcast: &str) -> Outcome<()> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        let shown = operator.get(&format!("{BROADCASTS}/{broadcast}")).await?;
        if shown["state"] == "done" {
            return Ok(());
        }
        tokio::time::sleep(GLANCE).await;
    }
    Err("the broadcast did not end".into())
}
