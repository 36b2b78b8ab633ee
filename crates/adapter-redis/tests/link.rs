//! Servers that are not there, go away, come back or do not answer.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "the helpers of tests are test code"
)]

mod support;

use std::net::TcpListener;
use std::time::Duration;

use adapter_redis::{RedisLink, RedisOptions, RedisRateLimiter, RedisTokenStore};
use ports::rate::{Allowance, RateLimiter};
use ports::wechat::{AccessToken, AccessTokenStore};

const WINDOW: Duration = Duration::from_secs(3_600);

async fn is_up(link: &RedisLink) {
    contracts::eventually(|| async { link.ping().await.ok() }).await;
}

#[tokio::test]
async fn a_redis_that_comes_goes_and_comes_back_is_used_without_a_restart() {
    let Some(mut redis) = support::OwnRedis::new() else {
        return;
    };
    let link = RedisLink::connect(&redis.url(), support::options("own:")).unwrap();
    let limiter = RedisRateLimiter::new(link.clone());
    let refused = link.ping().await.unwrap_err().to_string();
    assert!(refused.contains("refused"), "{refused}");

    redis.start();
    is_up(&link).await;
    assert_eq!(limiter.count("key", 1, WINDOW).await, Ok(Allowance::Granted));

    redis.kill();
    assert!(limiter.count("key", 1, WINDOW).await.is_err());
    assert!(link.ping().await.is_err());

    // It comes back empty: the scripts have to be loaded again.
    redis.start();
    is_up(&link).await;
    assert_eq!(limiter.count("key", 1, WINDOW).await, Ok(Allowance::Granted));
    assert!(matches!(
        limiter.count("key", 1, WINDOW).await,
        Ok(Allowance::Denied { .. })
    ));
}

#[tokio::test]
async fn a_redis_that_accepts_and_never_answers_is_given_up() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}/0", silent.local_addr().unwrap());
    let options = RedisOptions {
        call_timeout: Duration::from_millis(100),
        connect_timeout: Duration::from_millis(50),
        ..RedisOptions::default()
    };
    let tokens = RedisTokenStore::new(RedisLink::connect(&url, options).unwrap());
    contracts::held(async { assert!(tokens.current("wx1").await.is_err()) }).await;
}

#[tokio::test]
async fn errors_tell_neither_password_nor_keys_nor_values() {
    let dead = format!("redis://:hunter2@127.0.0.1:{}/0", support::free_port());
    let link = RedisLink::connect(&dead, RedisOptions::default()).unwrap();
    let limiter = RedisRateLimiter::new(link.clone());
    let texts = [
        RedisLink::connect("hunter2", RedisOptions::default())
            .unwrap_err()
            .to_string(),
        link.ping().await.unwrap_err().to_string(),
        limiter.count("13800138000", 1, WINDOW).await.unwrap_err().to_string(),
        format!("{link:?} {limiter:?}"),
    ];
    for text in texts {
        assert!(!text.contains("hunter2") && !text.contains("13800138000"), "{text}");
    }
}

#[tokio::test]
async fn a_ping_tells_the_version_and_the_pool_its_size() {
    let Some((link, _keys)) = support::shared().await else {
        return;
    };
    let version = link.ping().await.unwrap();
    assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{version}");
    let status = link.pool_status();
    assert_eq!((status.max, status.open, status.waiting), (8, 1, 0));
}

#[tokio::test]
async fn tokens_are_forgotten_a_day_after_their_end_at_the_latest() {
    let Some(mut redis) = support::OwnRedis::new() else {
        return;
    };
    redis.start();
    let link = RedisLink::connect(&redis.url(), support::options("ttl:")).unwrap();
    is_up(&link).await;
    let tokens = RedisTokenStore::new(link);
    let token = AccessToken {
        value: "long gone".to_owned(),
        expires_at: domain::time::Timestamp::from_unix_seconds(1),
    };
    assert!(tokens.try_lease("wx1", "keeper", WINDOW).await.unwrap());
    assert!(tokens.put("wx1", "keeper", &token).await.unwrap());

    let client = deadpool_redis::redis::Client::open(redis.url()).unwrap();
    let mut direct = client.get_multiplexed_async_connection().await.unwrap();
    let left: i64 = deadpool_redis::redis::cmd("PTTL")
        .arg("ttl:wechat-token:{wx1}")
        .query_async(&mut direct)
        .await
        .unwrap();
    assert!(left > 0 && left <= 24 * 60 * 60 * 1_000, "{left}");
}
