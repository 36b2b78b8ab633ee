//! The promises of the ports, held against a real Redis.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "the helpers of tests are test code"
)]

mod support;

mod tokens {
    use std::sync::Arc;

    use adapter_redis::RedisTokenStore;
    use ports::wechat::AccessTokenStore;

    use super::support::Keys;

    async fn store() -> Option<(Arc<dyn AccessTokenStore>, Keys)> {
        let (link, keys) = super::support::shared().await?;
        Some((Arc::new(RedisTokenStore::new(link)), keys))
    }

    contracts::token_store_contract!(store);
}

mod rates {
    use std::sync::Arc;

    use adapter_redis::RedisRateLimiter;
    use ports::rate::RateLimiter;

    use super::support::Keys;

    async fn limiter() -> Option<(Arc<dyn RateLimiter>, Keys)> {
        let (link, keys) = super::support::shared().await?;
        Some((Arc::new(RedisRateLimiter::new(link)), keys))
    }

    contracts::rate_limiter_contract!(limiter);
}

mod logins {
    use std::sync::Arc;

    use adapter_redis::RedisLoginStates;
    use ports::wechat::login::LoginStates;

    use super::support::Keys;

    async fn states() -> Option<(Arc<dyn LoginStates>, Keys)> {
        let (link, keys) = super::support::shared().await?;
        Some((Arc::new(RedisLoginStates::new(link)), keys))
    }

    contracts::login_states_contract!(states);
}
