//! Carry committed jobs from the outbox to the queue.
//!
//! A reconciler: a bell makes it fast, a periodic look makes it certain. Any number of processes may run it.

use std::sync::Arc;
use std::time::Duration;

use ports::StoreError;
use ports::jobs::{JobQueue, OutboxRelay, QueueError};
use ports::system::Clock;

use super::bell::RelayBell;

/// Jobs of one round.
const ROUND: u32 = 256;
/// How long a claim lasts; a relay that dies in between delays its jobs by this much.
const CLAIM: Duration = Duration::from_secs(10);

/// Carries jobs from the outbox to the queue.
#[derive(Clone)]
pub struct RelayOutbox {
    /// Where jobs wait.
    pub outbox: Arc<dyn OutboxRelay>,
    /// Where workers receive them.
    pub queue: Arc<dyn JobQueue>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Rings when something new waits.
    pub bell: RelayBell,
}

/// A round failed.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The outbox failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The queue failed; the jobs stay in the outbox.
    #[error(transparent)]
    Queue(#[from] QueueError),
}

impl RelayOutbox {
    /// Carries one round; answers how many jobs it carried.
    ///
    /// # Errors
    /// When outbox or queue fail. Nothing is lost: a claim that was not settled is taken up again.
    pub async fn round(&self) -> Result<usize, RelayError> {
        let now = self.clock.now();
        let jobs = self.outbox.claim(now, now.plus(CLAIM), ROUND).await?;
        if jobs.is_empty() {
            return Ok(0);
        }
        if let Err(error) = self.queue.push(&jobs).await {
            self.outbox.give_back(&jobs).await?;
            return Err(error.into());
        }
        // Dying here pushes the jobs a second time; they come out the same.
        self.outbox.relayed(&jobs).await?;
        metrics::counter!("outbox_relayed_total").increment(jobs.len() as u64);
        Ok(jobs.len())
    }

    /// Runs rounds until `stopping` says so, looking at least every `period`.
    pub async fn run(&self, period: Duration, stopping: impl Fn() -> bool) {
        let mut failures: u32 = 0;
        while !stopping() {
            match self.round().await {
                Ok(carried) => {
                    failures = 0;
                    if carried < ROUND as usize {
                        self.bell.heard(period).await;
                    }
                }
                Err(error) => {
                    failures += 1;
                    tracing::warn!(error = %error, failures, "relaying the outbox failed; it is tried again");
                    tokio::time::sleep(period.saturating_mul(failures.min(20))).await;
                }
            }
        }
    }
}
