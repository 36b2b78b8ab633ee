//! Lists, at a thousand and at a hundred thousand rows.

use std::time::Duration;

use super::repeat;
use crate::arguments::Plan;
use crate::database::{Came, attend};
use crate::load::{Expected, Requests};
use crate::message::Mode;
use crate::outcome::Outcome;
use crate::system::operator::{Operator, event};
use crate::system::{Store, System, with_fresh};
use crate::table::{Row, Target, tell};

const CONNECTIONS: usize = 8;
const EVENTS: usize = 1_000;
const ATTENDEES: [usize; 2] = [1_000, 100_000];
const MOST_P95: Duration = Duration::from_millis(10);
const MINUTE: Duration = Duration::from_secs(60);

/// Measures both stores.
///
/// # Errors
/// When a server does not start or refuses.
pub async fn run(plan: &Plan, rows: &mut Vec<Row>) -> Outcome<()> {
    for store in Store::ALL {
        with_fresh(store, Mode::Plain, async |system| ours(plan, system, rows).await).await?;
    }
    Ok(())
}

async fn ours(plan: &Plan, system: &mut System, rows: &mut Vec<Row>) -> Outcome<()> {
    let operator = system.operator().await?;
    for people in ATTENDEES {
        let event = operator.published_event(None).await?;
        let database = system.database().await?;
        attend(&database, &event, people, Came::EveryThird).await?;
        database.close().await?;
        for (what, path) in attendee_lists(&operator, &event, people).await? {
            let what = format!("{what} of {people} attendees, {}", system.store.name());
            rows.push(list(plan, system, &operator, what, &path).await?);
        }
    }
    make_events(system, &operator).await?;
    let what = format!("first page of {EVENTS} events, {}", system.store.name());
    rows.push(list(plan, system, &operator, what, "/v2/events?pageSize=50").await?);
    Ok(())
}

async fn attendee_lists(operator: &Operator, event: &str, people: usize) -> Outcome<[(&'static str, String); 3]> {
    let path = format!("/v2/events/{event}/attendees");
    let deep = operator
        .walk(&path, people * 9 / 10, |_| {})
        .await?
        .ok_or("the list ends before nine tenths of it")?;
    Ok([
        ("first page", format!("{path}?pageSize=50")),
        ("page by cursor after 90 %", format!("{path}?pageSize=50&cursor={deep}")),
        ("first page by status", format!("{path}?pageSize=50&status=checked-in")),
    ])
}

async fn list(plan: &Plan, system: &System, operator: &Operator, what: String, path: &str) -> Outcome<Row> {
    tell(&format!("measuring the {what}"));
    // 50 rows, which a wrong filter or cursor would not give.
    let page = operator.get(path).await?;
    let rows = page["items"].as_array().map_or(0, Vec::len);
    let expected = Expected {
        status: 200,
        marker: b"\"items\":[{",
    };
    let tally = repeat(system.load(CONNECTIONS, expected), plan, &[operator.get_request(path)]).await?;
    Ok(Row::load(what, &tally)
        .target(Target::latency("p95", tally.latency(0.95), MOST_P95))
        .must(rows == 50, || format!("a page of {rows} rows"))
        .must(tally.marked() == tally.answered(), || "pages without rows".to_owned()))
}

async fn make_events(system: &System, operator: &Operator) -> Outcome<()> {
    let requests =
        (0..EVENTS).map(|number| operator.post_request("/v2/events", &event(&format!("Event {number}"), None)));
    let expected = Expected {
        status: 201,
        marker: b"",
    };
    let made = system
        .load(CONNECTIONS, expected)
        .run(Requests::once(requests), MINUTE)
        .await?;
    match made.fault() {
        None => Ok(()),
        Some(fault) => Err(format!("events were not made: {fault}").into()),
    }
}
