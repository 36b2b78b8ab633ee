//! Limits on how often something may happen, shared by all instances.

use std::time::Duration;

use async_trait::async_trait;

/// What a limiter says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// Go on.
    Granted,
    /// Not before this has passed.
    Denied {
        /// Until the window ends.
        retry_after: Duration,
    },
}

/// The limiter cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the rate limiter is unavailable: {0}")]
pub struct RateLimiterUnavailable(pub String);

/// Counts within fixed windows. Keys may hold what must not be logged: adapters MUST NOT log them.
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Whether `key` may act, without counting.
    async fn peek(&self, key: &str, limit: u32, window: Duration) -> Result<Allowance, RateLimiterUnavailable>;

    /// Counts one act of `key`; the first of a window starts it. Denied once more than `limit` were counted.
    async fn count(&self, key: &str, limit: u32, window: Duration) -> Result<Allowance, RateLimiterUnavailable>;
}
