//! The graveyard of jobs.

use async_trait::async_trait;
use domain::ids::JobId;
use domain::time::Timestamp;
use ports::jobs::{DeadLetter, DeadLetters, JobEnvelope};
use ports::{Page, PageQuery, StoreError};

use super::MemoryStore;
use super::pages::newest_first;

#[async_trait]
impl DeadLetters for MemoryStore {
    async fn bury(&self, letter: &DeadLetter) -> Result<(), StoreError> {
        self.write(|state| {
            state.dead_letters.insert(letter.job.id, letter.clone());
            Ok(())
        })
        .await
    }

    async fn list(&self, name: Option<&str>, query: PageQuery) -> Result<Page<DeadLetter>, StoreError> {
        let state = self.read();
        let letters = state
            .dead_letters
            .values()
            .filter(|letter| name.is_none_or(|name| letter.job.name == name));
        Ok(newest_first(letters, query, |letter| letter.job.id.uuid()).map(Clone::clone))
    }

    async fn replay(&self, id: JobId, now: Timestamp) -> Result<bool, StoreError> {
        self.write(|state| {
            let Some(letter) = state.dead_letters.remove(&id) else {
                return Ok(false);
            };
            state.enqueue(&[JobEnvelope {
                attempt: 1,
                created_at: now,
                not_before: now,
                ..letter.job
            }]);
            Ok(true)
        })
        .await
    }

    async fn drop_letter(&self, id: JobId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.dead_letters.remove(&id).is_some())).await
    }
}
