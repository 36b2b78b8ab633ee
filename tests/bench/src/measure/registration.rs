//! More people scan than there are seats: never oversold, and how fast.

use std::time::Duration;

use super::WECHAT_CONNECTIONS;
use crate::arguments::Plan;
use crate::database::{count, own_rate};
use crate::load::{Expected, Load, Requests, Tally, rate};
use crate::message::{Mode, Pushes, Said};
use crate::outcome::Outcome;
use crate::system::{Store, System, with_fresh};
use crate::table::{Row, Target, tell};

/// Seats for each second of the measurement.
const SEATS_PER_SECOND: u64 = 2_000;
/// Of so many people one gets no seat.
const ONE_TOO_MANY_OF: u64 = 5;
const WARM_UP_PUSHES: usize = 20_000;
/// The longest it may take to send everybody.
const PATIENCE: Duration = Duration::from_secs(120);
const LEAST: f64 = 0.5;
const EXPECTED: Expected = Expected {
    status: 200,
    marker: "已成功报名".as_bytes(),
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
        tell(&format!(
            "measuring registrations into limited capacity, {}",
            store.name()
        ));
        let row = with_fresh(store, Mode::Plain, async |system| ours(plan, system, own.rate).await).await;
        rows.push(row.unwrap_or_else(|error| Row::failed(store.name(), &error.to_string())));
    }
    Ok(())
}

async fn ours(plan: &Plan, system: &mut System, own: f64) -> Outcome<Row> {
    let operator = system.operator().await?;
    let seats = SEATS_PER_SECOND * plan.duration.as_secs();
    let event = operator.published_event(Some(seats)).await?;
    let scene = operator.registration_scene(&event).await?;
    let load = system.load(WECHAT_CONNECTIONS, EXPECTED);
    let mut warm_up = Pushes::new(Mode::Plain, Said::Text)?;
    load.run(Requests::once(warm_up.next(WARM_UP_PUSHES)), plan.warm_up)
        .await?;
    let tally = everybody(load, seats, scene).await?;
    // Most of the time goes to registrations; those who came too late cost some, which is counted against us.
    let registrations = rate(tally.marked(), tally.elapsed());
    let ratio = registrations / own;
    let row = Row::load(
        format!("{seats} seats, {} people, {}", tally.answered(), system.store.name()),
        &tally,
    )
    .beside(ratio)
    .target(Target::ratio(ratio, LEAST));
    sold_exactly(
        system,
        row,
        seats,
        &tally,
        &operator.get(&format!("/v2/events/{event}/attendees")).await?["total"],
    )
    .await
}

async fn everybody(load: Load, seats: u64, scene: String) -> Outcome<Tally> {
    let people = usize::try_from(seats + seats / (ONE_TOO_MANY_OF - 1))?;
    let mut pushes = Pushes::new(Mode::Plain, Said::Scan(scene))?;
    load.run(Requests::once(pushes.next(people)), PATIENCE).await
}

async fn sold_exactly(system: &System, row: Row, seats: u64, tally: &Tally, told: &serde_json::Value) -> Outcome<Row> {
    let database = system.database().await?;
    let rows = count(&database, "attendees").await?;
    database.close().await?;
    Ok(row
        .target(Target::that("never oversold", rows <= seats && tally.marked() <= seats))
        .must(rows == seats, || format!("{rows} attendees for {seats} seats"))
        .must(tally.marked() == seats, || {
            format!("{} were told that they have one of {seats} seats", tally.marked())
        })
        .must(told.as_u64() == Some(seats), || {
            format!("the API tells of {told} attendees for {seats} seats")
        }))
}
