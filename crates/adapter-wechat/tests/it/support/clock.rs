//! A clock that stands still until it is told to go.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::Timestamp;
use ports::system::Clock;

/// Starts at 2026-12-01T00:00:00Z.
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn new() -> Self {
        let start: Timestamp = "2026-12-01T00:00:00Z".parse().unwrap();
        Self(AtomicI64::new(start.unix_seconds()))
    }

    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn seconds(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_seconds(self.seconds())
    }
}
