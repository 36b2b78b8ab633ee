//! Start and memory of an api process.

use std::time::Duration;

use super::{WECHAT_CONNECTIONS, push_new};
use crate::arguments::Plan;
use crate::load::Expected;
use crate::message::{Mode, Pushes, Said};
use crate::outcome::Outcome;
use crate::system::{Store, System, with_fresh};
use crate::table::{Row, Target, tell};

/// Starts of which the middle one counts.
const STARTS: usize = 5;
/// So long after its start a process counts as idle.
const SETTLED: Duration = Duration::from_secs(2);
const LONGEST_START: Duration = Duration::from_millis(200);
const MOST_IDLE: u64 = 50 * MEGABYTE;
const MEGABYTE: u64 = 1_000_000;

/// Measures both stores.
///
/// # Errors
/// When a server does not start or refuses.
pub async fn run(plan: &Plan, rows: &mut Vec<Row>) -> Outcome<()> {
    for store in Store::ALL {
        tell(&format!("measuring the process, {}", store.name()));
        with_fresh(store, Mode::Safe, async |system| ours(plan, system, rows).await).await?;
    }
    Ok(())
}

async fn ours(plan: &Plan, system: &mut System, rows: &mut Vec<Row>) -> Outcome<()> {
    let store = system.store.name();
    let [alive, ready] = middle_start(system).await?;
    rows.push(
        Row::new(format!("start to first 200 of /healthz, {store}"), millis(alive))
            .target(Target::that("≤ 200 ms", alive <= LONGEST_START)),
    );
    rows.push(Row::new(
        format!("start to first 200 of /readyz, existing database, {store}"),
        millis(ready),
    ));
    tokio::time::sleep(SETTLED).await;
    let idle = system.api.memory()?.resident;
    rows.push(
        Row::new(format!("resident after start, idle, {store}"), megabytes(idle))
            .target(Target::that("≤ 50 MB", idle <= MOST_IDLE)),
    );
    let tally = {
        let operator = system.operator().await?;
        let event = operator.published_event(None).await?;
        let said = Said::Scan(operator.registration_scene(&event).await?);
        let load = system.load(
            WECHAT_CONNECTIONS,
            Expected {
                status: 200,
                marker: b"",
            },
        );
        push_new(load, plan, Pushes::new(Mode::Safe, said)?).await?.measured
    };
    let peak = system.api.memory()?.peak;
    let what = format!("resident at most, {WECHAT_CONNECTIONS} connections scanning, {store}");
    let fault = tally.fault();
    rows.push(Row::new(what, megabytes(peak)).must(fault.is_none(), || fault.unwrap_or_default()));
    Ok(())
}

async fn middle_start(system: &mut System) -> Outcome<[Duration; 2]> {
    let (mut alive, mut ready) = ([Duration::ZERO; STARTS], [Duration::ZERO; STARTS]);
    for place in 0..STARTS {
        [alive[place], ready[place]] = system.restart().await?;
    }
    alive.sort();
    ready.sort();
    Ok([alive[STARTS / 2], ready[STARTS / 2]])
}

fn millis(duration: Duration) -> String {
    format!("{} ms", duration.as_millis())
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(MEGABYTE))
}
