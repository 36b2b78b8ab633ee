//! The pool, and the one way through which everything is asked.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use deadpool_redis::redis::{AsyncConnectionConfig, FromRedisValue, InfoDict, Script, cmd};
use deadpool_redis::{Connection, Manager, Pool, Runtime};
use tokio::time::timeout;

use crate::error::RedisUnavailable;
use crate::options::RedisOptions;

/// A pool of connections to one Redis; clones share it.
#[derive(Clone)]
pub struct RedisLink {
    pool: Pool,
    options: Arc<RedisOptions>,
}

/// What the pool is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolStatus {
    /// How many connections there may be.
    pub max: usize,
    /// How many there are.
    pub open: usize,
    /// How many of them are free.
    pub idle: usize,
    /// How many calls wait for one.
    pub waiting: usize,
}

impl RedisLink {
    /// Makes the pool without connecting: a Redis that is down shows in [`Self::ping`] and in every call.
    ///
    /// # Errors
    /// When `url` is none; the text does not repeat it, because it holds a password.
    pub fn connect(url: &str, options: RedisOptions) -> Result<Self, RedisUnavailable> {
        let connection = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(options.connect_timeout))
            .set_response_timeout(Some(options.call_timeout));
        let manager = Manager::new_with_config(url, connection)
            .map_err(|error| RedisUnavailable(format!("the Redis URL is not usable: {}", error.category())))?;
        let pool = Pool::builder(manager)
            .max_size(options.pool_size)
            .wait_timeout(Some(options.call_timeout))
            .create_timeout(Some(options.connect_timeout))
            .recycle_timeout(Some(options.call_timeout))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| RedisUnavailable(error.to_string()))?;
        Ok(Self {
            pool,
            options: Arc::new(options),
        })
    }

    /// Asks Redis whether it is there; answers its version, such as `7.0.15`.
    ///
    /// # Errors
    /// When it is not, with the reason.
    pub async fn ping(&self) -> Result<String, RedisUnavailable> {
        let mut info = cmd("INFO");
        info.arg("server");
        let facts: InfoDict = self
            .bounded("ping", async |connection| Ok(info.query_async(connection).await?))
            .await?;
        Ok(facts.get("redis_version").unwrap_or_else(|| "unknown".to_owned()))
    }

    /// What the pool is doing now.
    #[must_use]
    pub fn pool_status(&self) -> PoolStatus {
        let status = self.pool.status();
        PoolStatus {
            max: status.max_size,
            open: status.size,
            idle: status.available,
            waiting: status.waiting,
        }
    }

    /// What every key begins with.
    pub(crate) fn prefix(&self) -> &str {
        &self.options.key_prefix
    }

    /// Runs a script by its digest, loading it where Redis does not know it (yet, or after a restart).
    pub(crate) async fn run<T: FromRedisValue>(
        &self,
        call: &'static str,
        script: &Script,
        keys: &[&str],
        args: &[&[u8]],
    ) -> Result<T, RedisUnavailable> {
        let mut invocation = script.prepare_invoke();
        for key in keys {
            invocation.key(key);
        }
        for arg in args {
            invocation.arg(arg);
        }
        self.bounded(call, async |connection| Ok(invocation.invoke_async(connection).await?))
            .await
    }

    /// Lends a connection and bounds the whole call in time; measures it as `redis_call_seconds`.
    pub(crate) async fn bounded<T>(
        &self,
        call: &'static str,
        ask: impl AsyncFnOnce(&mut Connection) -> Result<T, RedisUnavailable>,
    ) -> Result<T, RedisUnavailable> {
        let begun = Instant::now();
        let asking = async { ask(&mut self.pool.get().await?).await };
        let outcome = match timeout(self.options.call_timeout, asking).await {
            Ok(outcome) => outcome,
            Err(_) => Err(RedisUnavailable(format!(
                "Redis gave no answer within {} ms",
                self.options.call_timeout.as_millis()
            ))),
        };
        let result = if outcome.is_ok() { "ok" } else { "unavailable" };
        metrics::histogram!("redis_call_seconds", "call" => call, "result" => result).record(begun.elapsed());
        outcome
    }
}

impl fmt::Debug for RedisLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLink")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
