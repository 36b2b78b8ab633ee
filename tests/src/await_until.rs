//! Waiting for a condition across processes.

use std::time::Duration;

use tokio::time::Instant;

/// Asks `probe` until it answers `Some`, at most `patience`.
///
/// # Panics
/// When it does not: `what` says what was waited for.
pub async fn eventually<T>(what: &str, patience: Duration, mut probe: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(found) = probe().await {
            return found;
        }
        assert!(Instant::now() < deadline, "waited {patience:?} in vain: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until the wall clock shows another second.
pub async fn next_second() {
    let begun = crate::operator::from_now(0);
    eventually("the next second", Duration::from_secs(2), async || {
        (crate::operator::from_now(0) != begun).then_some(())
    })
    .await;
}
