//! What operators see of database calls: a span and a duration for each.

use std::future::Future;
use std::time::Instant;

use tracing::Instrument;

/// Runs a call of a port under its name (`attendance.lock_rolls`).
pub(crate) async fn call<T>(name: &'static str, work: impl Future<Output = T>) -> T {
    let started = Instant::now();
    let outcome = work.instrument(tracing::debug_span!("db.call", otel.name = name)).await;
    metrics::histogram!("db_call_seconds", "call" => name).record(started.elapsed());
    outcome
}
