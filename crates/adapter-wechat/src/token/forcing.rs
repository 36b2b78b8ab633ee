//! How often a new token may be forced.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// WeChat's limits: <https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html>. They hold
/// for the app id; what other processes force, WeChat counts.
const GAP: Duration = Duration::from_secs(30);
const A_DAY: Duration = Duration::from_secs(86_400);
const TIMES_A_DAY: usize = 20;

/// When a new token was forced during the last day.
#[derive(Debug, Default)]
pub(super) struct Forcing(VecDeque<Instant>);

impl Forcing {
    /// Whether a new token may be forced now; if so, it counts as done.
    pub(super) fn take(&mut self, now: Instant) -> bool {
        let age = |at: &Instant| now.saturating_duration_since(*at);
        while self.0.front().is_some_and(|at| age(at) >= A_DAY) {
            self.0.pop_front();
        }
        let is_allowed = self.0.len() < TIMES_A_DAY && self.0.back().is_none_or(|at| age(at) >= GAP);
        if is_allowed {
            self.0.push_back(now);
        }
        is_allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_seconds_lie_between_two_of_them() {
        let (mut forcing, start) = (Forcing::default(), Instant::now());
        assert!(forcing.take(start));
        assert!(!forcing.take(start + GAP - Duration::from_millis(1)));
        assert!(forcing.take(start + GAP));
    }

    #[test]
    fn a_day_has_twenty_of_them() {
        let (mut forcing, start) = (Forcing::default(), Instant::now());
        let granted = (0..100)
            .filter(|minute| forcing.take(start + Duration::from_secs(minute * 60)))
            .count();
        assert_eq!(granted, TIMES_A_DAY);
        assert!(forcing.take(start + A_DAY));
        assert!(!forcing.take(start + A_DAY + Duration::from_secs(31)));
    }
}
