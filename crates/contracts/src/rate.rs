//! The rate limiter.

use std::sync::Arc;
use std::time::Duration;

use ports::rate::{Allowance, RateLimiter};

use crate::race::{eventually, race};

type Limiter = Arc<dyn RateLimiter>;

const LONG: Duration = Duration::from_secs(3_600);
const SHORT: Duration = Duration::from_millis(100);

async fn counted(limiter: &Limiter, key: &str, limit: u32) -> bool {
    limiter.count(key, limit, LONG).await.unwrap() == Allowance::Granted
}

/// So many acts as the limit says are granted, and no more.
pub async fn a_limit_is_reached_exactly(limiter: Limiter) {
    for _ in 0..3 {
        assert!(counted(&limiter, "key", 3).await);
    }
    for _ in 0..2 {
        assert!(!counted(&limiter, "key", 3).await);
    }
}

/// A denial tells how long the window lasts.
pub async fn a_denial_tells_when_to_come_back(limiter: Limiter) {
    counted(&limiter, "key", 1).await;
    let denials = [
        limiter.count("key", 1, LONG).await.unwrap(),
        limiter.peek("key", 1, LONG).await.unwrap(),
    ];
    for denial in denials {
        let Allowance::Denied { retry_after } = denial else {
            panic!("it was granted")
        };
        assert!(retry_after > Duration::ZERO && retry_after <= LONG, "{retry_after:?}");
    }
}

/// Asking does not count.
pub async fn a_peek_does_not_count(limiter: Limiter) {
    for _ in 0..5 {
        assert_eq!(limiter.peek("key", 1, LONG).await.unwrap(), Allowance::Granted);
    }
    assert!(counted(&limiter, "key", 1).await);
    assert!(matches!(
        limiter.peek("key", 1, LONG).await.unwrap(),
        Allowance::Denied { .. }
    ));
    assert_eq!(limiter.peek("key", 2, LONG).await.unwrap(), Allowance::Granted);
}

/// Keys do not share; they differ by letter case and may hold any text.
pub async fn each_key_has_its_own_window(limiter: Limiter) {
    for key in ["key", "Key", "key ", "a:b", "🍵", ""] {
        assert!(counted(&limiter, key, 1).await, "{key:?}");
        assert!(!counted(&limiter, key, 1).await, "{key:?}");
    }
}

/// Nothing is granted under a limit of zero.
pub async fn a_limit_of_zero_grants_nothing(limiter: Limiter) {
    assert!(!counted(&limiter, "key", 0).await);
    assert!(matches!(
        limiter.peek("key", 0, LONG).await.unwrap(),
        Allowance::Denied { .. }
    ));
}

/// Fifty act at the same instant; as many are granted as the limit says.
pub async fn a_limit_holds_for_fifty_at_once(limiter: Limiter) {
    let outcomes = race(50, |_| {
        let limiter = Arc::clone(&limiter);
        async move { counted(&limiter, "contended", 7).await }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|granted| **granted).count(), 7);
}

/// A window ends even for somebody who keeps trying.
pub async fn a_window_ends_while_somebody_keeps_trying(limiter: Limiter) {
    assert_eq!(limiter.count("key", 1, SHORT).await.unwrap(), Allowance::Granted);
    eventually(|| async { (limiter.count("key", 1, SHORT).await.unwrap() == Allowance::Granted).then_some(()) }).await;
}
