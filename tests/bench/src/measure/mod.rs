//! One file per measurement.

pub mod check_in;
pub mod process;
pub mod protocol;
pub mod reads;
pub mod registration;
pub mod sending;
pub mod tokens;
pub mod webhook;
pub mod worker;

use crate::arguments::Plan;
use crate::load::{Load, Requests, Tally};
use crate::message::Pushes;
use crate::outcome::Outcome;

/// WeChat's side of the webhook: connections.
pub const WECHAT_CONNECTIONS: usize = 256;
/// Pushes that are ready for the warm-up.
const WARM_UP_PUSHES: usize = 60_000;
/// Most pushes that are ready for a measurement, some 300 MB.
const MOST_PUSHES: usize = 400_000;

/// What came of new pushes: in the measurement, and with the warm-up before it.
pub struct Pushed {
    /// The measurement.
    pub measured: Tally,
    /// Answers in both.
    pub answered: u64,
}

/// Sends pushes, each once: a warm-up, which tells how many the measurement may need, and the measurement.
///
/// # Errors
/// When the load breaks down.
pub async fn push_new(load: Load, plan: &Plan, mut pushes: Pushes) -> Outcome<Pushed> {
    let warm_up = load
        .run(Requests::once(pushes.next(WARM_UP_PUSHES)), plan.warm_up)
        .await?;
    let enough = whole(warm_up.rate() * plan.duration.as_secs_f64() * 1.5) + 10_000;
    let requests = Requests::once(pushes.next(enough.min(MOST_PUSHES)));
    let measured = load.run(requests, plan.duration).await?;
    Ok(Pushed {
        answered: warm_up.answered() + measured.answered(),
        measured,
    })
}

/// Sends the same requests again and again: a warm-up and the measurement.
///
/// # Errors
/// When the load breaks down.
pub async fn repeat(load: Load, plan: &Plan, requests: &[Vec<u8>]) -> Outcome<Tally> {
    load.run(Requests::endless(requests.iter().cloned()), plan.warm_up)
        .await?;
    load.run(Requests::endless(requests.iter().cloned()), plan.duration)
        .await
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float saturates, and none is below zero"
)]
fn whole(number: f64) -> usize {
    number as usize
}
