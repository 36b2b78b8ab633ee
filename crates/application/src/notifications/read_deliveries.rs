//! Look at deliveries.

use std::sync::Arc;

use domain::notifications::Delivery;
use ports::notifications::{DeliveryFilter, DeliveryReads};
use ports::{Page, PageQuery, StoreError};

/// Everything that is read about deliveries.
#[derive(Clone)]
pub struct ReadDeliveries(pub Arc<dyn DeliveryReads>);

impl ReadDeliveries {
    /// Deliveries, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, filter: &DeliveryFilter, page: PageQuery) -> Result<Page<Delivery>, StoreError> {
        self.0.list(filter, page).await
    }
}
