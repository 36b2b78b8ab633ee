//! Deliveries of one moment share their transactions: what sends many at once pays for few commits.

use std::sync::Arc;

use domain::notifications::Delivery;
use domain::notifications::consent::ConsentEntry;
use futures::FutureExt;
use ports::StoreError;
use ports::notifications::consents::ConsentStore;
use ports::notifications::{DeliveryChange, DeliveryStore};

use crate::batching::{BatchLimits, GroupCommit, NotTaken};

type Finds = GroupCommit<String, Result<Option<Delivery>, StoreError>>;
type Saves = GroupCommit<DeliveryChange, Result<bool, StoreError>>;
type Notes = GroupCommit<ConsentEntry, Result<(), StoreError>>;

/// Reads and stores deliveries in batches.
#[derive(Clone)]
pub struct DeliveryDesk {
    finds: Arc<Finds>,
    saves: Arc<Saves>,
    notes: Arc<Notes>,
}

impl DeliveryDesk {
    /// Opens it on the present runtime.
    #[must_use]
    pub fn open(deliveries: Arc<dyn DeliveryStore>, consents: Arc<dyn ConsentStore>, limits: BatchLimits) -> Self {
        let finder = Arc::clone(&deliveries);
        let finds = GroupCommit::start(limits, move |causes| find(Arc::clone(&finder), causes).boxed());
        let saves = GroupCommit::start(limits, move |changes| save(Arc::clone(&deliveries), changes).boxed());
        // One lane: transactions about one person's consents would only wait for each other.
        let notes = GroupCommit::start(BatchLimits { lanes: 1, ..limits }, move |entries| {
            note(Arc::clone(&consents), entries).boxed()
        });
        Self {
            finds: Arc::new(finds),
            saves: Arc::new(saves),
            notes: Arc::new(notes),
        }
    }

    /// The delivery of a cause.
    ///
    /// # Errors
    /// When the store fails or too much is waiting.
    pub async fn find(&self, cause: &str) -> Result<Option<Delivery>, StoreError> {
        self.finds.submit(cause.to_owned()).await.unwrap_or_else(not_taken)
    }

    /// Stores a change durably.
    ///
    /// # Errors
    /// [`StoreError::VersionConflict`] when somebody else changed it first; otherwise when the store fails or too much is
    /// waiting.
    pub async fn save(&self, delivery: &Delivery, expected_version: u64) -> Result<(), StoreError> {
        let change = DeliveryChange {
            delivery: delivery.clone(),
            expected_version,
        };
        match self.saves.submit(change).await.unwrap_or_else(not_taken)? {
            true => Ok(()),
            false => Err(StoreError::VersionConflict),
        }
    }

    /// Notes a change of a consent.
    ///
    /// # Errors
    /// When the store fails or too much is waiting.
    pub async fn note(&self, entry: ConsentEntry) -> Result<(), StoreError> {
        self.notes.submit(entry).await.unwrap_or_else(not_taken)
    }
}

fn not_taken<T>(error: NotTaken) -> Result<T, StoreError> {
    Err(StoreError::Unavailable(error.to_string()))
}

async fn find(store: Arc<dyn DeliveryStore>, causes: Vec<String>) -> Vec<Result<Option<Delivery>, StoreError>> {
    match store.find_by_causes(&causes).await {
        Ok(found) => causes
            .iter()
            .map(|cause| Ok(found.iter().find(|delivery| delivery.stored().cause == *cause).cloned()))
            .collect(),
        Err(error) => vec![Err(error); causes.len()],
    }
}

async fn save(store: Arc<dyn DeliveryStore>, changes: Vec<DeliveryChange>) -> Vec<Result<bool, StoreError>> {
    match store.save_many(&changes).await {
        Ok(saved) => saved.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error); changes.len()],
    }
}

async fn note(store: Arc<dyn ConsentStore>, entries: Vec<ConsentEntry>) -> Vec<Result<(), StoreError>> {
    let outcome = store.note(&entries).await;
    vec![outcome; entries.len()]
}
