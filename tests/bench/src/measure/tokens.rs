//! One access token for many processes: calls of WeChat while it is good, and while it is taken away every second.

use std::cell::Cell;
use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use futures::future::try_join_all;
use serde_json::json;

use crate::arguments::Plan;
use crate::load::{Expected, Load, Requests, Tally};
use crate::message::{self, Mode};
use crate::outcome::Outcome;
use crate::system::operator::Operator;
use crate::system::simulator::Simulator;
use crate::system::{FurtherApi, Store, System, with_settings};
use crate::table::{Row, Target, tell};

/// Api processes that share the token through Redis.
const PROCESSES: usize = 8;
/// Connections to each.
const CALLERS_EACH: usize = 8;
/// How often the token is taken away.
const LIFETIME: Duration = Duration::from_secs(1);
/// How often the token endpoint may be asked in one lifetime.
const MOST_REQUESTS: u64 = 2;
/// A read of WeChat's that the product passes on without a look into the database.
const PATH: &str = "/v2/wechat/accounts/default/menu/published";
const EXPECTED: Expected = Expected {
    status: 200,
    marker: b"",
};

/// Measures the simulator and eight processes before it.
///
/// # Errors
/// When a server does not start or refuses.
pub async fn run(plan: &Plan, rows: &mut Vec<Row>) -> Outcome<()> {
    tell("measuring tokens");
    // Our own limit, not the token, would be what is measured.
    let settings = [("WECHAT_CALL_RATES", "/cgi-bin/=10000")];
    with_settings(Store::Servers, Mode::Safe, &settings, async |system| {
        ours(plan, system, rows).await
    })
    .await
}

async fn ours(plan: &Plan, system: &mut System, rows: &mut Vec<Row>) -> Outcome<()> {
    let simulator = Simulator::at(system.simulator)?;
    let bare = bare(plan, system, &simulator).await?;
    rows.push(Row::load("the simulator itself, one good token", &bare));
    let crowd = Crowd::start(system).await?;
    crowd.run(plan.warm_up).await?;
    let good = crowd.run(plan.duration).await?;
    let name = format!("{PROCESSES} processes, the token stays good");
    rows.push(Row::load(name, &good).beside(good.rate() / bare.rate()));

    let asked_before = simulator.counter("tokenFetches").await?;
    let lifetimes = Cell::new(1);
    let taken = tokio::select! {
        taken = crowd.run(plan.duration) => taken?,
        error = take_away(&simulator, &lifetimes) => return Err(error),
    };
    let asked = simulator.counter("tokenFetches").await? - asked_before;
    rows.push(Row::load("the token is taken away every second", &taken).beside(taken.rate() / bare.rate()));
    let most = format!("≤ {MOST_REQUESTS} each");
    let is_met = asked <= MOST_REQUESTS * lifetimes.get();
    let figure = format!("{asked} in {} lifetimes", lifetimes.get());
    rows.push(Row::new("requests for a token", figure).target(Target::that(&most, is_met)));
    Ok(())
}

async fn bare(plan: &Plan, system: &System, simulator: &Simulator) -> Outcome<Tally> {
    let token = simulator.token().await?;
    let request = message::get(&format!("/cgi-bin/menu/get?access_token={token}"), "");
    let load = Load {
        address: system.simulator,
        connections: PROCESSES * CALLERS_EACH,
        expected: EXPECTED,
    };
    super::repeat(load, plan, &[request]).await
}

/// Takes the token away until it is dropped; answers only when it cannot.
async fn take_away(simulator: &Simulator, lifetimes: &Cell<u64>) -> Box<dyn Error + Send + Sync> {
    loop {
        tokio::time::sleep(LIFETIME).await;
        if let Err(error) = simulator.post("/control/tokens/expire", &json!({})).await {
            return error;
        }
        lifetimes.set(lifetimes.get() + 1);
    }
}

/// Processes, each with a request that it passes on to WeChat.
struct Crowd {
    members: Vec<(SocketAddr, Vec<u8>)>,
    _further: Vec<FurtherApi>,
}

impl Crowd {
    async fn start(system: &System) -> Outcome<Self> {
        let mut further = Vec::new();
        for _ in 1..PROCESSES {
            further.push(system.start_further_api().await?);
        }
        let mut members = Vec::new();
        for address in std::iter::once(system.address).chain(further.iter().map(|api| api.address)) {
            let operator = Operator::sign_in(address).await?;
            members.push((address, operator.get_request(PATH)));
        }
        Ok(Self {
            members,
            _further: further,
        })
    }

    /// All of them at once.
    async fn run(&self, duration: Duration) -> Outcome<Tally> {
        let loads = self.members.iter().map(|(address, request)| {
            let load = Load {
                address: *address,
                connections: CALLERS_EACH,
                expected: EXPECTED,
            };
            load.run(Requests::endless([request.clone()]), duration)
        });
        let mut whole = Tally::default();
        for tally in try_join_all(loads).await? {
            whole.add(tally);
        }
        Ok(whole)
    }
}
