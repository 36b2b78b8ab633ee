//! Messages of WeChat beside a bare handler that records nothing.

use std::time::{Duration, Instant};

use super::{Pushed, WECHAT_CONNECTIONS, push_new, repeat};
use crate::arguments::{BARE_WEBHOOK, Plan};
use crate::database::count;
use crate::load::{Expected, Load, Tally};
use crate::message::{Mode, Pushes, Said};
use crate::outcome::Outcome;
use crate::system::process::{Process, await_answer, free_port};
use crate::system::{Store, System, loopback, with_fresh};
use crate::table::{Row, Target, tell};

/// Different requests that the bare handler gets again and again.
const BARE_REQUESTS: usize = 20_000;
const LEAST: f64 = 0.5;
const MOST_P99: Duration = Duration::from_millis(20);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Scan,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Text => "unmatched text",
            Self::Scan => "scan that registers",
        }
    }
}

/// Measures both modes on both stores.
///
/// # Errors
/// When a server does not start or refuses.
pub async fn run(plan: &Plan, rows: &mut Vec<Row>) -> Outcome<()> {
    for mode in [Mode::Plain, Mode::Safe] {
        tell(&format!("measuring the bare webhook, {} mode", mode.name()));
        let bare = bare(plan, mode).await?;
        rows.push(Row::load(format!("{} mode, bare handler", mode.name()), &bare));
        for store in Store::ALL {
            for kind in [Kind::Text, Kind::Scan] {
                let what = format!("{} mode, {}, {}", mode.name(), kind.name(), store.name());
                tell(&format!("measuring the webhook, {what}"));
                let row = with_fresh(store, mode, async |system| {
                    ours(plan, system, mode, kind, &what, &bare).await
                });
                rows.push(row.await.unwrap_or_else(|error| Row::failed(&what, &error.to_string())));
            }
        }
    }
    Ok(())
}

async fn bare(plan: &Plan, mode: Mode) -> Outcome<Tally> {
    let port = free_port()?;
    let server = Process::start_self(&[BARE_WEBHOOK, &port.to_string(), mode.name()])?;
    let address = loopback(port);
    await_answer(address, "/healthz", Instant::now(), &server).await?;
    let requests: Vec<_> = Pushes::new(mode, Said::Text)?.next(BARE_REQUESTS).collect();
    let expected = Expected {
        status: 200,
        marker: b"success",
    };
    repeat(
        Load {
            address,
            connections: WECHAT_CONNECTIONS,
            expected,
        },
        plan,
        &requests,
    )
    .await
}

async fn ours(plan: &Plan, system: &mut System, mode: Mode, kind: Kind, what: &str, bare: &Tally) -> Outcome<Row> {
    let said = match kind {
        Kind::Text => Said::Text,
        Kind::Scan => Said::Scan(registration_scene(system).await?),
    };
    let expected = Expected {
        status: 200,
        marker: marker(mode, kind),
    };
    let pushed = push_new(
        system.load(WECHAT_CONNECTIONS, expected),
        plan,
        Pushes::new(mode, said)?,
    )
    .await?;
    let ratio = pushed.measured.rate() / bare.rate();
    let row = Row::load(what, &pushed.measured)
        .beside(ratio)
        .target(Target::ratio(ratio, LEAST))
        .target(Target::latency("p99", pushed.measured.latency(0.99), MOST_P99));
    account_for(system, row, kind, &pushed).await
}

async fn registration_scene(system: &System) -> Outcome<String> {
    let operator = system.operator().await?;
    let event = operator.published_event(None).await?;
    operator.registration_scene(&event).await
}

/// What tells the right answer from a mere 200.
const fn marker(mode: Mode, kind: Kind) -> &'static [u8] {
    match (mode, kind) {
        (_, Kind::Text) => b"success",
        (Mode::Plain, Kind::Scan) => "已成功报名".as_bytes(),
        (Mode::Safe, Kind::Scan) => b"<Encrypt>",
    }
}

/// Everything that was answered is recorded, once.
async fn account_for(system: &System, row: Row, kind: Kind, pushed: &Pushed) -> Outcome<Row> {
    let database = system.database().await?;
    let recorded = count(&database, "wechat_messages").await?;
    let registered = count(&database, "attendees").await?;
    database.close().await?;
    let tally = &pushed.measured;
    let row = row
        .must(tally.marked() == tally.answered(), || {
            format!(
                "{} of {} answers were not as expected",
                tally.answered() - tally.marked(),
                tally.answered()
            )
        })
        .must(recorded == pushed.answered, || {
            format!("{} answered, {recorded} recorded", pushed.answered)
        });
    Ok(match kind {
        Kind::Text => row,
        Kind::Scan => row.must(registered == pushed.answered, || {
            format!("{} answered, {registered} registered", pushed.answered)
        }),
    })
}
