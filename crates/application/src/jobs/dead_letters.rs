//! Look at dead jobs, replay them, drop them.

use std::sync::Arc;

use domain::ids::JobId;
use ports::jobs::{DeadLetter, DeadLetters, RelaySignal};
use ports::system::Clock;
use ports::{Page, PageQuery, StoreError};

/// What is done about dead letters.
#[derive(Clone)]
pub struct DeadLetterDesk {
    /// The graveyard.
    pub letters: Arc<dyn DeadLetters>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Wakes the relay after a replay.
    pub signal: Arc<dyn RelaySignal>,
}

/// A dead letter could not be dealt with.
#[derive(Debug, thiserror::Error)]
pub enum DeadLetterError {
    /// There is none of that id; somebody may have replayed or dropped it.
    #[error("there is no dead job {0}")]
    Unknown(JobId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeadLetterDesk {
    /// Dead letters, newest job first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, name: Option<&str>, page: PageQuery) -> Result<Page<DeadLetter>, DeadLetterError> {
        Ok(self.letters.list(name, page).await?)
    }

    /// Gives a job another life, beginning with its first attempt.
    ///
    /// # Errors
    /// When there is none of that id or the store fails.
    #[tracing::instrument(name = "use_case.jobs.replay_dead_letter", skip_all, fields(job.id = %id))]
    pub async fn replay(&self, id: JobId) -> Result<(), DeadLetterError> {
        if !self.letters.replay(id, self.clock.now()).await? {
            return Err(DeadLetterError::Unknown(id));
        }
        self.signal.wake();
        Ok(())
    }

    /// Forgets a job for good.
    ///
    /// # Errors
    /// When there is none of that id or the store fails.
    pub async fn discard(&self, id: JobId) -> Result<(), DeadLetterError> {
        if self.letters.drop_letter(id).await? {
            Ok(())
        } else {
            Err(DeadLetterError::Unknown(id))
        }
    }
}
