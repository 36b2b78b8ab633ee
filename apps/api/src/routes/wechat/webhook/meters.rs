//! Numbers of the webhook, their handles kept: a look-up per request would be felt.

use std::sync::LazyLock;
use std::time::Duration;

use domain::time::Timestamp;
use metrics::{Counter, Histogram};

static METERS: LazyLock<Meters> = LazyLock::new(|| Meters {
    answered: requests("answered"),
    silent: requests("silent"),
    refused: requests("refused"),
    broken: requests("broken"),
    failed: requests("failed"),
    seconds: metrics::histogram!("webhook_seconds"),
    lag: metrics::histogram!("webhook_lag_seconds"),
});

struct Meters {
    answered: Counter,
    silent: Counter,
    refused: Counter,
    broken: Counter,
    failed: Counter,
    seconds: Histogram,
    lag: Histogram,
}

fn requests(outcome: &'static str) -> Counter {
    metrics::counter!("webhook_requests_total", "outcome" => outcome)
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The person reads something.
    Answered,
    /// Acknowledged.
    Silent,
    /// Not trusted.
    Refused,
    /// Not understood, or too long.
    Broken,
    /// To be delivered again.
    Failed,
}

/// Counts a request.
pub fn served(outcome: Outcome, took: Duration) {
    let counter = match outcome {
        Outcome::Answered => &METERS.answered,
        Outcome::Silent => &METERS.silent,
        Outcome::Refused => &METERS.refused,
        Outcome::Broken => &METERS.broken,
        Outcome::Failed => &METERS.failed,
    };
    counter.increment(1);
    METERS.seconds.record(took);
}

/// Notes how old a message was on arrival. WeChat tells whole seconds.
pub fn arrived(create_time: i64, now: Timestamp) {
    METERS.lag.record(now.since(Timestamp::from_unix_seconds(create_time)));
}
