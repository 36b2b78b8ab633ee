//! What use cases about broadcasts have in common.

use std::sync::Arc;

use domain::ids::BroadcastId;
use domain::notifications::broadcast::{Broadcast, BroadcastHappened, BroadcastOver};
use domain::validation::FieldFaults;
use ports::StoreError;
use ports::jobs::RelaySignal;
use ports::log::LogEntry;
use ports::notifications::broadcasts::{BroadcastChange, BroadcastStore};
use ports::system::{Clock, Ids};

use crate::context::Context;
use crate::log_wire;
use crate::retry::AsStoreError;

/// What use cases about broadcasts work with.
#[derive(Clone)]
pub struct BroadcastTools {
    /// Broadcasts.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Wakes the relay.
    pub signal: Arc<dyn RelaySignal>,
}

/// A broadcast cannot be dealt with.
#[derive(Debug, thiserror::Error)]
pub enum BroadcastError {
    /// There is none of that id at the account.
    #[error("there is no such broadcast")]
    Unknown,
    /// Values are not acceptable.
    #[error(transparent)]
    Invalid(#[from] FieldFaults),
    /// The template is gone at WeChat, or fields have nothing to hold yet.
    #[error("the template cannot be sent: it is gone or not wholly mapped")]
    TemplateNotReady,
    /// It is done already.
    #[error(transparent)]
    Over(#[from] BroadcastOver),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for BroadcastError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

impl BroadcastTools {
    /// A broadcast of an account.
    pub(super) async fn wanted(&self, account: &str, id: BroadcastId) -> Result<Broadcast, BroadcastError> {
        let found = self.broadcasts.find(id).await?;
        found
            .filter(|broadcast| broadcast.account == account)
            .ok_or(BroadcastError::Unknown)
    }

    /// What happened to a broadcast, for the log.
    pub(super) fn entry(&self, broadcast: &Broadcast, happened: &BroadcastHappened, context: &Context) -> LogEntry {
        let wire = log_wire::broadcast_happened(broadcast, happened);
        context.log_entry(wire, broadcast.version, broadcast.updated_at, self.ids.as_ref())
    }

    /// A change without deliveries and jobs.
    pub(super) fn change(
        &self,
        broadcast: Broadcast,
        expected_version: u64,
        happened: Option<&BroadcastHappened>,
        context: &Context,
    ) -> BroadcastChange {
        let log = happened
            .map(|happened| self.entry(&broadcast, happened, context))
            .into_iter()
            .collect();
        BroadcastChange {
            broadcast,
            expected_version,
            deliveries: Vec::new(),
            jobs: Vec::new(),
            log,
        }
    }
}
