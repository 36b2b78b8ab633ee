//! What was last seen of the connection with an account.

use async_trait::async_trait;
use domain::time::Timestamp;

use super::probe::ConnectionTest;
use crate::store::StoreError;

/// The arrival of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// When it arrived here.
    pub received_at: Timestamp,
    /// When WeChat says that it was sent, in Unix seconds.
    pub create_time: i64,
}

/// When messages arrived.
#[async_trait]
pub trait MessageArrivals: Send + Sync {
    /// The newest message of an account. MUST cost the same however many there are.
    async fn latest(&self, account: &str) -> Result<Option<Arrival>, StoreError>;
}

/// What was last seen of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sightings {
    /// When WeChat last asked whether the webhook's address is ours, and was told so.
    pub confirmed_at: Option<Timestamp>,
    /// The last test of the connection.
    pub test: Option<ConnectionTest>,
}

/// Remembers what was last seen of each account.
#[async_trait]
pub trait AccountSightings: Send + Sync {
    /// The webhook's address was confirmed.
    async fn note_confirmed(&self, account: &str, at: Timestamp) -> Result<(), StoreError>;

    /// The connection was tested.
    async fn note_test(&self, account: &str, test: &ConnectionTest) -> Result<(), StoreError>;

    /// What was last seen; of an account never seen, nothing.
    async fn sightings(&self, account: &str) -> Result<Sightings, StoreError>;
}
