//! What went wrong, in words that hold neither keys nor values nor the password.

use deadpool_redis::PoolError;
use deadpool_redis::redis::RedisError;
use ports::StoreError;
use ports::rate::RateLimiterUnavailable;
use ports::wechat::TokenStoreUnavailable;

/// Redis cannot be used: not reached, too slow, or refusing. The text may be logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RedisUnavailable(pub(crate) String);

impl From<PoolError> for RedisUnavailable {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            PoolError::Timeout(stage) => Self(format!("no connection in time ({stage:?})")),
            PoolError::Closed => Self("the pool is closed".to_owned()),
            PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => {
                Self("the pool is misconfigured".to_owned())
            }
        }
    }
}

/// Redis quotes arguments and answers in its details, so only kind and code are taken over, and the whole text of
/// errors of the operating system, which know no more than an address.
impl From<RedisError> for RedisUnavailable {
    fn from(error: RedisError) -> Self {
        if error.is_io_error() {
            return Self(format!("cannot reach Redis: {error}"));
        }
        match error.code() {
            Some(code) => Self(format!("Redis refused: {} ({code})", error.category())),
            None => Self(format!("Redis failed: {}", error.category())),
        }
    }
}

impl From<RedisUnavailable> for TokenStoreUnavailable {
    fn from(error: RedisUnavailable) -> Self {
        Self(error.0)
    }
}

impl From<RedisUnavailable> for RateLimiterUnavailable {
    fn from(error: RedisUnavailable) -> Self {
        Self(error.0)
    }
}

impl From<RedisUnavailable> for StoreError {
    fn from(error: RedisUnavailable) -> Self {
        Self::Unavailable(error.0)
    }
}
