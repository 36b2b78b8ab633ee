//! The keeping of access tokens.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use domain::time::Timestamp;

/// An access token of WeChat's API.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The secret text.
    pub value: String,
    /// When WeChat lets it expire.
    pub expires_at: Timestamp,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessToken(…, until {})", self.expires_at)
    }
}

/// The token store cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the token store is unavailable: {0}")]
pub struct TokenStoreUnavailable(pub String);

/// One token per app id, shared by all instances.
#[async_trait]
pub trait AccessTokenStore: Send + Sync {
    /// The token of `app_id`, whatever its age.
    async fn current(&self, app_id: &str) -> Result<Option<AccessToken>, TokenStoreUnavailable>;

    /// Takes the sole right to fetch a new token for `lease`. MUST be granted to one `holder` at a time; the holder
    /// itself gets it again.
    async fn try_lease(&self, app_id: &str, holder: &str, lease: Duration) -> Result<bool, TokenStoreUnavailable>;

    /// Stores a token and gives up the lease. MUST change nothing and answer `false` when `holder` lost the lease.
    async fn put(&self, app_id: &str, holder: &str, token: &AccessToken) -> Result<bool, TokenStoreUnavailable>;

    /// Gives up the lease, if `holder` has it.
    async fn release(&self, app_id: &str, holder: &str) -> Result<(), TokenStoreUnavailable>;

    /// Forgets the token only if it still is `value`; a newer one MUST stay.
    async fn invalidate(&self, app_id: &str, value: &str) -> Result<bool, TokenStoreUnavailable>;
}
