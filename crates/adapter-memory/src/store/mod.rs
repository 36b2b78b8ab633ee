//! The store: committed state that readers share, and one writer at a time.

mod accounts;
mod articles;
mod attendance;
mod attendance_reads;
mod broadcasts;
mod channels;
mod consents;
mod dead_letters;
mod directory;
mod event_reads;
mod events;
mod follower_reads;
mod follower_tags;
mod followers;
mod history;
mod idempotency;
mod identity;
mod interactions;
mod mass;
mod materials;
mod menus;
mod messages;
mod mini_program;
mod notifications;
mod outbox;
mod pages;
mod people;
mod phones;
mod rules;
mod staff_messages;
mod state;
mod templates;
mod transaction;
mod wecom;
mod wecom_links;

use std::sync::{Arc, Mutex};

use ports::StoreError;
use tokio::sync::Mutex as AsyncMutex;

use crate::lock;
use state::State;
use transaction::Transaction;

/// A store of one process that implements every store port.
///
/// Writers take turns: a transaction holds the turn from its beginning until it commits or is dropped, so that a
/// second one begun by the same task waits for ever. Readers never wait and see what is committed. A transaction
/// whose write failed commits no more, as in PostgreSQL.
#[derive(Clone, Default)]
pub struct MemoryStore {
    committed: Arc<Mutex<Arc<State>>>,
    turn: Arc<AsyncMutex<()>>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every entry of the event log, oldest first.
    #[must_use]
    pub fn whole_log(&self) -> Vec<ports::log::LogEntry> {
        self.read().log.iter().map(|logged| logged.entry.clone()).collect()
    }

    fn read(&self) -> Arc<State> {
        Arc::clone(&lock(&self.committed))
    }

    async fn transaction(&self) -> Transaction {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        Transaction::new(turn, Arc::clone(&self.committed))
    }

    /// One change in a transaction of its own.
    async fn write<T>(&self, change: impl FnOnce(&mut State) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut transaction = self.transaction().await;
        let outcome = transaction.change(change)?;
        transaction.finish()?;
        Ok(outcome)
    }
}
