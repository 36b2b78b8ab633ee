//! A token bucket: so many calls per second, and some more after a pause.

use std::time::{Duration, Instant};

/// Calls that may start now, refilled with time; below zero, those that wait for their turn.
#[derive(Debug)]
pub(super) struct Bucket {
    per_second: f64,
    burst: f64,
    level: f64,
    at: Instant,
}

impl Bucket {
    /// Full at the start. Rates below one call are one call.
    pub(super) fn new(per_second: u32, burst: u32, now: Instant) -> Self {
        let burst = f64::from(burst.max(1));
        Self {
            per_second: f64::from(per_second.max(1)),
            burst,
            level: burst,
            at: now,
        }
    }

    /// Takes a turn and says how long to wait for it; where that is longer than `longest`, takes none and says so.
    pub(super) fn take(&mut self, now: Instant, longest: Duration) -> Result<Duration, Duration> {
        self.refill(now);
        let missing = (1.0 - self.level).max(0.0);
        let wait = Duration::from_secs_f64(missing / self.per_second);
        if wait > longest {
            return Err(wait);
        }
        self.level -= 1.0;
        Ok(wait)
    }

    fn refill(&mut self, now: Instant) {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.level = passed.mul_add(self.per_second, self.level).min(self.burst);
        self.at = self.at.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONGEST: Duration = Duration::from_secs(1);

    #[test]
    fn the_burst_goes_at_once_and_the_rest_takes_turns() {
        let now = Instant::now();
        let mut bucket = Bucket::new(2, 3, now);
        for _ in 0..3 {
            assert_eq!(bucket.take(now, LONGEST), Ok(Duration::ZERO));
        }
        assert_eq!(bucket.take(now, LONGEST), Ok(Duration::from_millis(500)));
        assert_eq!(bucket.take(now, LONGEST), Ok(Duration::from_secs(1)));
    }

    #[test]
    fn who_would_wait_too_long_takes_no_turn() {
        let now = Instant::now();
        let mut bucket = Bucket::new(1, 1, now);
        assert_eq!(bucket.take(now, LONGEST), Ok(Duration::ZERO));
        assert_eq!(bucket.take(now, LONGEST), Ok(Duration::from_secs(1)));
        for _ in 0..5 {
            assert_eq!(bucket.take(now, LONGEST), Err(Duration::from_secs(2)));
        }
    }

    #[test]
    fn a_pause_refills_up_to_the_burst() {
        let start = Instant::now();
        let mut bucket = Bucket::new(10, 2, start);
        let later = start + Duration::from_secs(3_600);
        assert_eq!(bucket.take(later, Duration::ZERO), Ok(Duration::ZERO));
        assert_eq!(bucket.take(later, Duration::ZERO), Ok(Duration::ZERO));
        assert!(bucket.take(later, Duration::ZERO).is_err());
    }
}
