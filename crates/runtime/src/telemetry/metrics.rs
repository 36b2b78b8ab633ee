//! Numbers for Prometheus. Code anywhere records with the `metrics` macros; a process that
//! installed nothing pays next to nothing for them.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, PrometheusBuilder};

pub use metrics_exporter_prometheus::PrometheusHandle;

use crate::lifecycle::Shutdown;

/// Bounds of every histogram, in seconds: from a cache hit to a call that timed out.
const BUCKETS_SECONDS: &[f64] = &[
    0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

const UPKEEP_EVERY: Duration = Duration::from_secs(5);

static INSTALLED: Mutex<Option<PrometheusHandle>> = Mutex::new(None);

/// Starts to collect what the `metrics` macros record in this process. Histograms are in
/// seconds. A further call gives the same handle. Use [`render`](PrometheusHandle::render) on it
/// for the text that Prometheus reads, and run [`keep_up`].
///
/// # Errors
/// When another recorder was installed before.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let mut installed = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = installed.as_ref() {
        return Ok(handle.clone());
    }
    let handle = PrometheusBuilder::new()
        .set_buckets(BUCKETS_SECONDS)?
        .install_recorder()?;
    *installed = Some(handle.clone());
    Ok(handle)
}

/// Folds recorded samples into the histograms until the process stops. Without it samples pile
/// up in memory between two reads.
pub async fn keep_up(handle: PrometheusHandle, shutdown: Shutdown) {
    let mut every = tokio::time::interval(UPKEEP_EVERY);
    loop {
        tokio::select! {
            () = shutdown.stopping() => return,
            _ = every.tick() => handle.run_upkeep(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_is_rendered_with_buckets_in_seconds() {
        let handle = install().unwrap();
        metrics::histogram!("nextevent_test_seconds").record(0.003);
        let text = handle.render();
        assert!(
            text.contains(r#"nextevent_test_seconds_bucket{le="0.0001"} 0"#),
            "{text}"
        );
        assert!(
            text.contains(r#"nextevent_test_seconds_bucket{le="0.005"} 1"#),
            "{text}"
        );
        assert!(text.contains(r#"nextevent_test_seconds_bucket{le="30"} 1"#), "{text}");
    }

    #[test]
    fn a_second_installation_sees_the_same_numbers() {
        let first = install().unwrap();
        let second = install().unwrap();
        metrics::counter!("nextevent_test_total").increment(7);
        assert!(first.render().contains("nextevent_test_total 7"));
        assert!(second.render().contains("nextevent_test_total 7"));
    }

    #[tokio::test]
    async fn the_upkeep_ends_when_the_process_stops() {
        let shutdown = Shutdown::new();
        shutdown.trigger();
        keep_up(install().unwrap(), shutdown).await;
    }
}
