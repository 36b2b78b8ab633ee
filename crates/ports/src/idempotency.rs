//! Once-only requests: the same key and body gives the first answer.

use async_trait::async_trait;
use domain::time::Timestamp;
use uuid::Uuid;

use crate::store::StoreError;

/// A request under an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnceRequest {
    /// Who and what: operator, method and path. At most 200 characters.
    pub scope: String,
    /// The client's key, 1 to 128 characters.
    pub key: String,
    /// SHA-256 of the body.
    pub fingerprint: [u8; 32],
    /// The id that what is created shall have, if this request is the first.
    pub resource: Uuid,
}

/// What became of earlier requests under the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Once {
    /// None came, or an earlier one died: carry it out with this resource id. A successor of a dead one gets the id
    /// of its predecessor, so that what was created already is found and not created again.
    Run(Uuid),
    /// One is being carried out elsewhere.
    Running,
    /// One came with another body.
    OtherBody,
    /// One was answered.
    Answered(OnceAnswer),
}

/// A stored answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnceAnswer {
    /// HTTP status.
    pub status: u16,
    /// `ETag` and `Location`, where there were any, as name and value.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// Durable memory of requests.
#[async_trait]
pub trait OnceRequests: Send + Sync {
    /// Begins a request, for at most until `lease_until`. Of many at once one MUST get [`Once::Run`].
    async fn begin(&self, request: &OnceRequest, now: Timestamp, lease_until: Timestamp) -> Result<Once, StoreError>;

    /// Keeps the answer.
    async fn finish(&self, scope: &str, key: &str, answer: &OnceAnswer) -> Result<(), StoreError>;

    /// Forgets a request that failed in a way worth repeating; its resource id is kept for the repeat.
    async fn abandon(&self, scope: &str, key: &str) -> Result<(), StoreError>;

    /// Forgets what began before `before`; answers how many.
    async fn purge(&self, before: Timestamp) -> Result<u64, StoreError>;
}
