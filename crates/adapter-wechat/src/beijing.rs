//! WeChat's day: quotas start afresh at 00:00 in Beijing, which is UTC+8 all year.

use std::time::Duration;

use domain::time::Timestamp;

const DAY: i64 = 86_400;
const OFFSET: i64 = 8 * 3_600;

/// How long until the next midnight in Beijing: more than nothing, at most 24 hours.
pub(crate) fn until_midnight(now: Timestamp) -> Duration {
    let into_the_day = (now.unix_seconds() + OFFSET).rem_euclid(DAY);
    Duration::from_secs((DAY - into_the_day).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_ends_at_sixteen_hours_utc() {
        let wait = |text: &str| until_midnight(text.parse().unwrap()).as_secs();
        assert_eq!(wait("2026-12-01T15:59:59Z"), 1);
        assert_eq!(wait("2026-12-01T16:00:00Z"), 86_400);
        assert_eq!(wait("1969-12-31T15:00:00Z"), 3_600);
    }
}
