//! Follow broadcasts.

use std::sync::Arc;

use domain::ids::BroadcastId;
use domain::notifications::Delivery;
use domain::notifications::broadcast::Broadcast;
use ports::notifications::broadcasts::{BroadcastFilter, BroadcastStore, DeliveryCount};
use ports::notifications::{DeliveryFilter, DeliveryReads};
use ports::{Page, PageQuery, StoreError};

use super::tools::BroadcastError;

/// Everything that is read about broadcasts.
#[derive(Clone)]
pub struct ReadBroadcasts {
    /// Broadcasts.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Their deliveries.
    pub deliveries: Arc<dyn DeliveryReads>,
}

/// A broadcast with its deliveries counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadcastView {
    /// The broadcast.
    pub broadcast: Broadcast,
    /// Deliveries by state and reason; they add up to the people gathered.
    pub counts: Vec<DeliveryCount>,
}

impl ReadBroadcasts {
    /// Broadcasts of an account, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, filter: &BroadcastFilter, page: PageQuery) -> Result<Page<Broadcast>, StoreError> {
        self.broadcasts.list(filter, page).await
    }

    /// One broadcast with its counts.
    ///
    /// # Errors
    /// When it is unknown or the store fails.
    pub async fn find(&self, account: &str, id: BroadcastId) -> Result<BroadcastView, BroadcastError> {
        let broadcast = self.of_account(account, id).await?;
        let counts = self.broadcasts.counts(id).await?;
        Ok(BroadcastView { broadcast, counts })
    }

    /// Its deliveries, newest first.
    ///
    /// # Errors
    /// When it is unknown or the store fails.
    pub async fn deliveries(
        &self,
        account: &str,
        id: BroadcastId,
        filter: DeliveryFilter,
        page: PageQuery,
    ) -> Result<Page<Delivery>, BroadcastError> {
        self.of_account(account, id).await?;
        let filter = DeliveryFilter {
            broadcast: Some(id),
            ..filter
        };
        Ok(self.deliveries.list(&filter, page).await?)
    }

    async fn of_account(&self, account: &str, id: BroadcastId) -> Result<Broadcast, BroadcastError> {
        let found = self.broadcasts.find(id).await?;
        found
            .filter(|broadcast| broadcast.account == account)
            .ok_or(BroadcastError::Unknown)
    }
}
