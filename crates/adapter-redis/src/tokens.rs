//! One access token per app id and the right to fetch a new one, each change a compare-and-swap.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use deadpool_redis::redis::{Script, cmd};
use domain::time::Timestamp;
use ports::wechat::{AccessToken, AccessTokenStore, TokenStoreUnavailable};

use crate::keys;
use crate::link::RedisLink;

/// How long a token is kept beyond its end. A reader judges its age itself; the margin only lets what nobody uses any
/// more go.
const KEPT_AFTER_END: Duration = Duration::from_secs(24 * 60 * 60);

const LEASE: &str = r"
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1";

/// The time to live is counted on Redis's clock, the one that ends it.
const PUT: &str = r"
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
local now = redis.call('TIME')
local left = math.floor(tonumber(ARGV[3]) / 1000) - (tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000))
redis.call('HSET', KEYS[1], 'value', ARGV[2], 'expires', ARGV[3])
redis.call('PEXPIRE', KEYS[1], string.format('%d', math.max(left, 0) + tonumber(ARGV[4])))
redis.call('DEL', KEYS[2])
return 1";

const RELEASE: &str = r"
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])";

const INVALIDATE: &str = r"
if redis.call('HGET', KEYS[1], 'value') ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])";

/// Keeps tokens in Redis, for all instances.
#[derive(Clone)]
pub struct RedisTokenStore {
    link: RedisLink,
    lease: Script,
    put: Script,
    release: Script,
    invalidate: Script,
}

impl RedisTokenStore {
    /// A token store on this pool.
    #[must_use]
    pub fn new(link: RedisLink) -> Self {
        Self {
            link,
            lease: Script::new(LEASE),
            put: Script::new(PUT),
            release: Script::new(RELEASE),
            invalidate: Script::new(INVALIDATE),
        }
    }

    fn token_key(&self, app_id: &str) -> String {
        keys::plain(self.link.prefix(), "wechat-token", app_id)
    }

    fn lease_key(&self, app_id: &str) -> String {
        keys::plain(self.link.prefix(), "wechat-token-lease", app_id)
    }
}

#[async_trait]
impl AccessTokenStore for RedisTokenStore {
    async fn current(&self, app_id: &str) -> Result<Option<AccessToken>, TokenStoreUnavailable> {
        let mut read = cmd("HMGET");
        read.arg(self.token_key(app_id)).arg("value").arg("expires");
        let (value, expires): (Option<String>, Option<i64>) = self
            .link
            .bounded("token_current", async |connection| {
                Ok(read.query_async(connection).await?)
            })
            .await?;
        Ok(value.zip(expires).map(|(value, micros)| AccessToken {
            value,
            expires_at: Timestamp::from_unix_micros(micros),
        }))
    }

    async fn try_lease(&self, app_id: &str, holder: &str, lease: Duration) -> Result<bool, TokenStoreUnavailable> {
        let millis = lease.as_millis().max(1).to_string();
        let key = self.lease_key(app_id);
        let args = [holder.as_bytes(), millis.as_bytes()];
        Ok(self.link.run("token_lease", &self.lease, &[&key], &args).await?)
    }

    async fn put(&self, app_id: &str, holder: &str, token: &AccessToken) -> Result<bool, TokenStoreUnavailable> {
        let (token_key, lease_key) = (self.token_key(app_id), self.lease_key(app_id));
        let expires = token.expires_at.unix_micros().to_string();
        let margin = KEPT_AFTER_END.as_millis().to_string();
        let args = [
            holder.as_bytes(),
            token.value.as_bytes(),
            expires.as_bytes(),
            margin.as_bytes(),
        ];
        Ok(self
            .link
            .run("token_put", &self.put, &[&token_key, &lease_key], &args)
            .await?)
    }

    async fn release(&self, app_id: &str, holder: &str) -> Result<(), TokenStoreUnavailable> {
        let key = self.lease_key(app_id);
        let _had_it: bool = self
            .link
            .run("token_release", &self.release, &[&key], &[holder.as_bytes()])
            .await?;
        Ok(())
    }

    async fn invalidate(&self, app_id: &str, value: &str) -> Result<bool, TokenStoreUnavailable> {
        let key = self.token_key(app_id);
        Ok(self
            .link
            .run("token_invalidate", &self.invalidate, &[&key], &[value.as_bytes()])
            .await?)
    }
}

impl fmt::Debug for RedisTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisTokenStore").finish_non_exhaustive()
    }
}
