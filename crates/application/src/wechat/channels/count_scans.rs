//! Count scans, per code and day, and whether they brought a new follower.

use std::sync::Arc;

use async_trait::async_trait;
use domain::time::Zone;
use domain::wechat::IncomingKind;
use futures::FutureExt;
use ports::StoreError;
use ports::wechat::{CountedScan, RecordedMessage, ScanCounts};

use crate::batching::{BatchLimits, GroupCommit};
use crate::context::Context;
use crate::jobs::{JobError, JobOutcome};
use crate::retry::retry_on_contention;
use crate::wechat::TakesNote;

/// Counts scans of one moment in one transaction: they share rows, so counting them apart would only wait.
type ScanCounter = GroupCommit<CountedScan, Result<(), StoreError>>;

/// Takes note of scans.
#[derive(Clone)]
pub struct CountScans {
    counter: Arc<ScanCounter>,
    /// Days are those of China, where the platform counts its own.
    zone: Zone,
}

impl CountScans {
    /// Opens on the present runtime.
    #[must_use]
    pub fn open(counts: Arc<dyn ScanCounts>) -> Self {
        // One lane: two batches of one code would only wait for each other's row.
        let limits = BatchLimits {
            batch: 256,
            lanes: 1,
            waiting: 20_000,
        };
        let counter = GroupCommit::start(limits, move |batch: Vec<CountedScan>| {
            let counts = Arc::clone(&counts);
            async move {
                let outcome = retry_on_contention(|| counts.count(&batch)).await;
                vec![outcome; batch.len()]
            }
            .boxed()
        });
        Self {
            counter: Arc::new(counter),
            zone: Zone::default(),
        }
    }
}

#[async_trait]
impl TakesNote for CountScans {
    async fn note(&self, message: &RecordedMessage, _: &Context) -> JobOutcome {
        let IncomingKind::Scan { scene, followed } = &message.incoming.kind else {
            return Ok(());
        };
        let scan = CountedScan {
            message: message.id,
            account: message.incoming.person.account.clone(),
            scene: scene.clone(),
            day: self.zone.date_at(message.received_at),
            followed: *followed,
        };
        match self.counter.submit(scan).await {
            Ok(outcome) => Ok(outcome?),
            Err(busy) => Err(JobError::Later {
                after: None,
                reason: busy.to_string(),
            }),
        }
    }
}
