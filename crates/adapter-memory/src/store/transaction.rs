//! A transaction: a working copy that replaces the committed state when it commits.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use ports::StoreError;
use ports::jobs::{JobEnvelope, Outbox};
use ports::log::{EventLog, LogEntry};
use tokio::sync::OwnedMutexGuard;

use super::state::State;
use crate::lock;

pub(super) struct Transaction {
    committed: Arc<Mutex<Arc<State>>>,
    working: State,
    failed: bool,
    _turn: OwnedMutexGuard<()>,
}

impl Transaction {
    pub(super) fn new(turn: OwnedMutexGuard<()>, committed: Arc<Mutex<Arc<State>>>) -> Self {
        let working = State::clone(&lock(&committed));
        Self {
            committed,
            working,
            failed: false,
            _turn: turn,
        }
    }

    /// Reads the working copy.
    pub(super) fn look<T>(&self, read: impl FnOnce(&State) -> T) -> Result<T, StoreError> {
        self.check()?;
        Ok(read(&self.working))
    }

    /// Changes the working copy; a failure ends the usefulness of the transaction.
    pub(super) fn change<T>(
        &mut self,
        change: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.check()?;
        let outcome = change(&mut self.working);
        self.failed = outcome.is_err();
        outcome
    }

    /// Commits.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        self.check()?;
        *lock(&self.committed) = Arc::new(self.working);
        Ok(())
    }

    fn check(&self) -> Result<(), StoreError> {
        if self.failed {
            Err(StoreError::Failed(
                "an earlier write of the transaction failed".to_owned(),
            ))
        } else {
            Ok(())
        }
    }
}

#[async_trait]
impl EventLog for Transaction {
    async fn append(&mut self, entries: &[LogEntry]) -> Result<(), StoreError> {
        self.change(|state| state.append(entries))
    }
}

#[async_trait]
impl Outbox for Transaction {
    async fn enqueue(&mut self, jobs: &[JobEnvelope]) -> Result<(), StoreError> {
        self.change(|state| {
            state.enqueue(jobs);
            Ok(())
        })
    }
}
