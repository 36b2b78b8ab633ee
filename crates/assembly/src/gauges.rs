//! Gauges of what waits and what is in use, for Prometheus.

use std::time::Duration;

use runtime::lifecycle::Shutdown;

use crate::platform::Platform;

/// How often gauges are read.
const PERIOD: Duration = Duration::from_secs(5);

/// Reads gauges until the process stops.
pub(crate) async fn keep(platform: Platform, shutdown: Shutdown) {
    while !shutdown.is_stopping() {
        read(&platform).await;
        tokio::select! {
            () = tokio::time::sleep(PERIOD) => {}
            () = shutdown.stopping() => {}
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "gauges are floats; counts stay far below 2^52"
)]
async fn read(platform: &Platform) {
    let adapters = platform.use_cases.adapters();
    if let Ok(waiting) = adapters.outbox.waiting().await {
        metrics::gauge!("outbox_waiting").set(waiting as f64);
    }
    if let Ok(depth) = adapters.queue.depth().await {
        metrics::gauge!("queue_depth").set(depth as f64);
    }
    let pool = platform.store.pool_status();
    metrics::gauge!("database_connections", "state" => "open").set(f64::from(pool.size));
    metrics::gauge!("database_connections", "state" => "in_use").set(f64::from(pool.in_use));
    if let Some(redis) = &platform.redis {
        let pool = redis.pool_status();
        metrics::gauge!("redis_connections", "state" => "open").set(pool.open as f64);
        metrics::gauge!("redis_connections", "state" => "in_use").set(pool.open.saturating_sub(pool.idle) as f64);
    }
}
