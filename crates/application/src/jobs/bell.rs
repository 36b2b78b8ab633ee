//! The bell that wakes this process's relay.

use std::sync::Arc;
use std::time::Duration;

use ports::jobs::RelaySignal;
use tokio::sync::Notify;

/// Rung after a commit that enqueued jobs, heard by [`super::RelayOutbox`].
#[derive(Clone, Default)]
pub struct RelayBell(Arc<Notify>);

impl RelayBell {
    /// Waits until it rings, at most `patience`.
    pub(super) async fn heard(&self, patience: Duration) {
        let _ = tokio::time::timeout(patience, self.0.notified()).await;
    }
}

impl RelaySignal for RelayBell {
    fn wake(&self) {
        self.0.notify_one();
    }
}
