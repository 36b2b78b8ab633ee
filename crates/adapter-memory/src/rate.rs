//! The rate limiter of a single process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::rate::{Allowance, RateLimiter, RateLimiterUnavailable};
use ports::system::Clock;

use crate::lock;

/// Counts in fixed windows for at most [`MemoryRateLimiter::MAX_KEYS`] keys.
pub struct MemoryRateLimiter {
    clock: Arc<dyn Clock>,
    windows: Mutex<HashMap<String, Window>>,
}

#[derive(Clone, Copy)]
struct Window {
    counted: u32,
    ends_at: Timestamp,
}

impl Window {
    /// Whether it counts still. One that would last longer than two windows was begun before the clock was set back
    /// far; small steps back do not end a window.
    fn is_open(self, now: Timestamp, window: Duration) -> bool {
        now < self.ends_at && self.ends_at.since(now) <= window.saturating_mul(2)
    }
}

impl MemoryRateLimiter {
    /// Most keys remembered. Beyond it those whose window ends first are forgotten: a flood of keys costs precision
    /// before it costs memory.
    pub const MAX_KEYS: usize = 100_000;

    /// A limiter that has counted nothing; windows end by `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            windows: Mutex::default(),
        }
    }

    /// How many keys are remembered.
    #[must_use]
    pub fn keys(&self) -> usize {
        lock(&self.windows).len()
    }
}

/// Makes room for a new key: forgets what is over, and at least a tenth.
fn make_room(windows: &mut HashMap<String, Window>, now: Timestamp) {
    windows.retain(|_, window| now < window.ends_at);
    let kept = MemoryRateLimiter::MAX_KEYS - MemoryRateLimiter::MAX_KEYS / 10;
    if windows.len() <= kept {
        return;
    }
    let mut ends: Vec<_> = windows.values().map(|window| window.ends_at).collect();
    let surplus = windows.len() - kept;
    let (_, last_forgotten, _) = ends.select_nth_unstable(surplus - 1);
    let last_forgotten = *last_forgotten;
    let mut forgotten = 0;
    windows.retain(|_, window| {
        let goes = window.ends_at <= last_forgotten && forgotten < surplus;
        forgotten += usize::from(goes);
        !goes
    });
}

#[async_trait]
impl RateLimiter for MemoryRateLimiter {
    async fn peek(&self, key: &str, limit: u32, window: Duration) -> Result<Allowance, RateLimiterUnavailable> {
        let now = self.clock.now();
        let open = lock(&self.windows)
            .get(key)
            .copied()
            .filter(|known| known.is_open(now, window));
        let (counted, left) = open.map_or((0, window), |known| (known.counted, known.ends_at.since(now)));
        Ok(allowance(counted < limit, left))
    }

    async fn count(&self, key: &str, limit: u32, window: Duration) -> Result<Allowance, RateLimiterUnavailable> {
        let mut windows = lock(&self.windows);
        let now = self.clock.now();
        if windows.len() >= Self::MAX_KEYS && !windows.contains_key(key) {
            make_room(&mut windows, now);
        }
        let fresh = Window {
            counted: 0,
            ends_at: now.plus(window),
        };
        let known = windows.entry(key.to_owned()).or_insert(fresh);
        if !known.is_open(now, window) {
            *known = fresh;
        }
        known.counted = known.counted.saturating_add(1);
        Ok(allowance(known.counted <= limit, known.ends_at.since(now)))
    }
}

const fn allowance(granted: bool, retry_after: Duration) -> Allowance {
    if granted {
        Allowance::Granted
    } else {
        Allowance::Denied { retry_after }
    }
}
