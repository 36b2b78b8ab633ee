//! The keeping of session keys.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::time::Timestamp;

use crate::store::StoreError;

/// The session key of a person, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSessionKey {
    /// Whose.
    pub person: PersonRef,
    /// The sealed key.
    pub sealed: String,
    /// When WeChat was asked for it.
    pub asked_at: Timestamp,
}

/// One session key for each person: the newest, for WeChat takes no other.
#[async_trait]
pub trait SessionKeys: Send + Sync {
    /// Keeps a key in place of the one before. A key that WeChat was asked for later MUST stay.
    async fn keep(&self, key: &StoredSessionKey) -> Result<(), StoreError>;

    /// The key of a person.
    async fn find(&self, person: &PersonRef) -> Result<Option<StoredSessionKey>, StoreError>;

    /// Forgets a person's key.
    async fn forget(&self, person: &PersonRef) -> Result<(), StoreError>;
}
