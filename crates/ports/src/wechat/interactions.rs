//! What people did of late, as the message log tells it.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::wechat::Interaction;

use crate::store::StoreError;

/// Reading what people did of late.
#[async_trait]
pub trait InteractionReads: Send + Sync {
    /// The newest interactions of a person, in no particular order: at least the newest message and the newest event,
    /// where there are any, and at most 20 of each. Other messages (reports of the platform, locations, views) MUST NOT
    /// hide them, however many there are.
    async fn newest(&self, person: &PersonRef) -> Result<Vec<Interaction>, StoreError>;
}
