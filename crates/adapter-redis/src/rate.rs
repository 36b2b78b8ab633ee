//! Fixed windows: a counter per key that Redis forgets when its window ends.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use deadpool_redis::redis::Script;
use ports::rate::{Allowance, RateLimiter, RateLimiterUnavailable};

use crate::error::RedisUnavailable;
use crate::keys;
use crate::link::RedisLink;

/// Answers how many there were and how many milliseconds of the window are left; no window counts as a whole one.
const PEEK: &str = r"
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
local left = redis.call('PTTL', KEYS[1])
if left < 0 then left = tonumber(ARGV[1]) end
return {count, left}";

/// As `PEEK`, after counting one. A counter without an end, which no script leaves behind, gets one.
const COUNT: &str = r"
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
    left = tonumber(ARGV[1])
end
return {count, left}";

/// Counts in Redis, for all instances.
#[derive(Clone)]
pub struct RedisRateLimiter {
    link: RedisLink,
    peek: Script,
    count: Script,
}

impl RedisRateLimiter {
    /// A limiter on this pool.
    #[must_use]
    pub fn new(link: RedisLink) -> Self {
        Self {
            link,
            peek: Script::new(PEEK),
            count: Script::new(COUNT),
        }
    }

    async fn ask(
        &self,
        call: &'static str,
        script: &Script,
        key: &str,
        window: Duration,
    ) -> Result<(u64, Duration), RedisUnavailable> {
        let key = keys::hashed(self.link.prefix(), "rate", key);
        let millis = window.as_millis().max(1).to_string();
        let (count, left): (u64, u64) = self.link.run(call, script, &[&key], &[millis.as_bytes()]).await?;
        Ok((count, Duration::from_millis(left.max(1))))
    }
}

#[async_trait]
impl RateLimiter for RedisRateLimiter {
    async fn peek(&self, key: &str, limit: u32, window: Duration) -> Result<Allowance, RateLimiterUnavailable> {
        let (count, left) = self.ask("rate_peek", &self.peek, key, window).await?;
        Ok(verdict(count.saturating_add(1), limit, left))
    }

    async fn count(&self, key: &str, limit: u32, window: Duration) -> Result<Allowance, RateLimiterUnavailable> {
        let (count, left) = self.ask("rate_count", &self.count, key, window).await?;
        Ok(verdict(count, limit, left))
    }
}

fn verdict(count: u64, limit: u32, left: Duration) -> Allowance {
    if count <= u64::from(limit) {
        Allowance::Granted
    } else {
        Allowance::Denied { retry_after: left }
    }
}

impl fmt::Debug for RedisRateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisRateLimiter").finish_non_exhaustive()
    }
}
