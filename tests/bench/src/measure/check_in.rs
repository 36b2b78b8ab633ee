//! Check-ins by ticket code beside the database's own rate of one minimal transaction per scan.

use std::time::Duration;

use serde_json::{Value, json};

use crate::arguments::Plan;
use crate::database::{Came, attend, count, own_rate};
use crate::load::{Expected, Requests};
use crate::message::Mode;
use crate::outcome::Outcome;
use crate::system::operator::Operator;
use crate::system::{Store, System, with_fresh};
use crate::table::{Row, Target, tell};

const CONNECTIONS: usize = 64;
/// Attendees registered for each second of the measurement; when all are in, it ends early.
const PER_SECOND: u64 = 8_000;
const LEAST: f64 = 1.5;
const MOST_P95: Duration = Duration::from_millis(20);
const EXPECTED: Expected = Expected {
    status: 201,
    marker: b"\"success\":true",
};

/// Measures both stores.
///
/// # Errors
/// When a server does not start or refuses.
pub async fn run(plan: &Plan, rows: &mut Vec<Row>) -> Outcome<()> {
    for store in Store::ALL {
        let own = own_rate(store, plan.duration).await?;
        let what = format!("{} itself, begin-insert-commit, {}", store.name(), own.how);
        rows.push(Row::rate(what, own.rate));
        tell(&format!("measuring check-ins, {}", store.name()));
        let row = with_fresh(store, Mode::Plain, async |system| ours(plan, system, own.rate).await).await;
        rows.push(row.unwrap_or_else(|error| Row::failed(store.name(), &error.to_string())));
    }
    Ok(())
}

async fn ours(plan: &Plan, system: &mut System, own: f64) -> Outcome<Row> {
    let operator = system.operator().await?;
    let event = operator.published_event(None).await?;
    let database = system.database().await?;
    let people = usize::try_from(PER_SECOND * (plan.duration + plan.warm_up).as_secs())?;
    attend(&database, &event, people, Came::Nobody).await?;
    let mut scans = scans(&operator, &event).await?;
    let warm_up = scans.split_off(scans.len() - scans.len() / 6);
    let load = system.load(CONNECTIONS, EXPECTED);
    let before = load.run(Requests::once(warm_up), plan.warm_up).await?;
    let tally = load.run(Requests::once(scans), plan.duration).await?;
    let recorded = count(&database, "check_ins").await?;
    database.close().await?;
    let (ratio, answered) = (tally.rate() / own, before.answered() + tally.answered());
    Ok(Row::load(format!("check-in, {}", system.store.name()), &tally)
        .beside(ratio)
        .target(Target::ratio(ratio, LEAST))
        .target(Target::latency("p95", tally.latency(0.95), MOST_P95))
        .must(recorded == answered, || {
            format!("{answered} answered, {recorded} recorded")
        }))
}

/// One request per attendee, in the order of their ids backwards, with the codes that the API hands out.
async fn scans(operator: &Operator, event: &str) -> Outcome<Vec<Vec<u8>>> {
    let mut requests = Vec::new();
    let path = format!("/v2/events/{event}/check-ins");
    let scan = |attendee: &Value| {
        let number = requests.len();
        let scan = json!({
            "code": attendee["ticketCode"],
            "scanId": format!("bench-{number}"),
            "gate": format!("Gate {}", number % 4),
        });
        requests.push(operator.post_request(&path, &scan));
    };
    operator
        .walk(&format!("/v2/events/{event}/attendees"), usize::MAX, scan)
        .await?;
    Ok(requests)
}
