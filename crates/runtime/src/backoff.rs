//! How long to wait before trying again.

use std::time::Duration;

/// Exponential backoff with equal jitter: half of the delay is fixed, half is random, so that
/// many clients that failed together do not come back together, and none comes back at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The upper bound of the first delay.
    pub base: Duration,
    /// The upper bound of every delay.
    pub max: Duration,
}

impl Backoff {
    /// A backoff that starts at `base`, doubles with every attempt and never exceeds `max`.
    #[must_use]
    pub const fn new(base: Duration, max: Duration) -> Self {
        Self { base, max }
    }

    /// The delay before retry number `attempt` (0 is the first retry).
    ///
    /// `random` is a number from 0 to 1; what lies outside, or is not a number, is clamped.
    /// The result lies between half of and the whole of `min(max, base × 2^attempt)`.
    #[must_use]
    pub fn delay(&self, attempt: u32, random: f64) -> Duration {
        let half = self.ceiling(attempt) / 2;
        let random = if random.is_nan() { 0.0 } else { random.clamp(0.0, 1.0) };
        half + half.mul_f64(random)
    }

    fn ceiling(&self, attempt: u32) -> Duration {
        let factor = 2_u32.checked_pow(attempt).unwrap_or(u32::MAX);
        self.base.checked_mul(factor).unwrap_or(self.max).min(self.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACKOFF: Backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(10));

    #[test]
    fn the_delay_doubles_with_every_attempt() {
        assert_eq!(BACKOFF.delay(0, 1.0), Duration::from_millis(100));
        assert_eq!(BACKOFF.delay(1, 1.0), Duration::from_millis(200));
        assert_eq!(BACKOFF.delay(5, 1.0), Duration::from_millis(3_200));
    }

    #[test]
    fn the_delay_is_never_longer_than_the_maximum() {
        for attempt in [7, 31, 32, 64, u32::MAX] {
            assert_eq!(BACKOFF.delay(attempt, 1.0), Duration::from_secs(10));
        }
    }

    #[test]
    fn half_of_the_delay_is_random() {
        assert_eq!(BACKOFF.delay(0, 0.0), Duration::from_millis(50));
        assert_eq!(BACKOFF.delay(0, 0.5), Duration::from_millis(75));
    }

    #[test]
    fn a_random_number_outside_its_range_is_clamped() {
        assert_eq!(BACKOFF.delay(0, -3.0), Duration::from_millis(50));
        assert_eq!(BACKOFF.delay(0, 7.0), Duration::from_millis(100));
        assert_eq!(BACKOFF.delay(0, f64::NAN), Duration::from_millis(50));
    }

    #[test]
    fn extreme_bounds_do_not_overflow() {
        let backoff = Backoff::new(Duration::MAX, Duration::MAX);
        assert_eq!(backoff.delay(u32::MAX, 0.0), Duration::MAX / 2);
    }
}
