//! How to reach Redis and how long to wait for it.

use std::time::Duration;

/// Sizes, waits and names; the default fits one process beside a Redis in the same network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedisOptions {
    /// How many connections at most.
    pub pool_size: usize,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long a call may take as a whole: waiting for a connection, testing it, asking and being answered.
    pub call_timeout: Duration,
    /// What every key begins with, so that several systems can share a Redis.
    pub key_prefix: String,
}

impl Default for RedisOptions {
    fn default() -> Self {
        Self {
            pool_size: 16,
            connect_timeout: Duration::from_secs(1),
            call_timeout: Duration::from_secs(1),
            key_prefix: "nextevent:".to_owned(),
        }
    }
}
