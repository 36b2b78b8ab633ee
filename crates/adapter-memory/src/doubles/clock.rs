//! A clock that moves when told.

use std::sync::Mutex;
use std::time::Duration;

use domain::time::Timestamp;
use ports::system::Clock;

use crate::lock;

/// Tells the same instant until it is moved.
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// A clock that shows `now`.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves on by so much.
    pub fn advance(&self, by: Duration) {
        let mut now = lock(&self.0);
        *now = now.plus(by);
    }

    /// Jumps to an instant, later or earlier.
    pub fn set(&self, now: Timestamp) {
        *lock(&self.0) = now;
    }
}

/// 2026-12-01T01:41:00.123457Z.
impl Default for FixedClock {
    fn default() -> Self {
        Self::at(Timestamp::from_unix_micros(1_796_089_260_123_457))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *lock(&self.0)
    }
}
