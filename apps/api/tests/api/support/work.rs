//! The worker of the house.

use std::sync::Arc;
use std::time::Duration;

use application::jobs::{JobSpan, WorkOffLimits};

use super::House;

impl House {
    /// Relays and works until nothing is due.
    pub async fn works_off(&self) {
        let span: JobSpan = Arc::new(|_| tracing::Span::none());
        let worker = self.use_cases.worker(WorkOffLimits::default(), span);
        loop {
            let relayed = self.use_cases.relay_outbox.round().await.unwrap();
            let received = worker.round(Duration::ZERO).await.unwrap();
            worker.drained().await;
            if relayed + received == 0 {
                return;
            }
        }
    }
}
