//! The relay's side of the outbox.

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::jobs::{JobEnvelope, OutboxRelay};
use ports::{StoreError, Total};

use super::MemoryStore;
use super::state::OutboxRow;

#[async_trait]
impl OutboxRelay for MemoryStore {
    async fn enqueue(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        self.write(|state| {
            state.enqueue(jobs);
            Ok(())
        })
        .await
    }

    async fn claim(&self, now: Timestamp, until: Timestamp, max: u32) -> Result<Vec<JobEnvelope>, StoreError> {
        self.write(|state| {
            let mut due: Vec<_> = state.outbox.values_mut().filter(|row| is_due(row, now)).collect();
            due.sort_by_key(|row| (row.job.not_before, row.job.attempt_key()));
            due.truncate(max as usize);
            Ok(due
                .into_iter()
                .map(|row| {
                    row.claimed_until = Some(until);
                    row.job.clone()
                })
                .collect())
        })
        .await
    }

    async fn relayed(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        self.write(|state| {
            for job in jobs {
                state.outbox.remove(&job.attempt_key());
            }
            Ok(())
        })
        .await
    }

    async fn give_back(&self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        self.write(|state| {
            for job in jobs {
                if let Some(row) = state.outbox.get_mut(&job.attempt_key()) {
                    row.claimed_until = None;
                }
            }
            Ok(())
        })
        .await
    }

    async fn waiting(&self) -> Result<u64, StoreError> {
        Ok(Total::COUNTED.min(self.read().outbox.len() as u64))
    }
}

fn is_due(row: &OutboxRow, now: Timestamp) -> bool {
    row.job.not_before <= now && row.claimed_until.is_none_or(|until| until <= now)
}
