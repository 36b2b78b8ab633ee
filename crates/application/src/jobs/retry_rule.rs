//! When a failed job is tried again, and when it is given up.

use std::time::Duration;

use domain::time::Timestamp;
use ports::jobs::JobEnvelope;

/// Exponential delays with jitter, bounded in number and age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryRule {
    /// The first delay; each further one doubles.
    pub base: Duration,
    /// The longest delay.
    pub longest: Duration,
    /// Attempts in all.
    pub attempts: u32,
    /// How old a job may become.
    pub age: Duration,
}

impl Default for RetryRule {
    /// 1 s, 2 s, 4 s … 10 min; 40 attempts or a day.
    fn default() -> Self {
        Self {
            base: Duration::from_secs(1),
            longest: Duration::from_mins(10),
            attempts: 40,
            age: Duration::from_hours(24),
        }
    }
}

impl RetryRule {
    /// When the next attempt of a job that failed at `now` is due; `None` gives it up. `wanted` is the least delay.
    #[must_use]
    pub fn next_attempt(&self, job: &JobEnvelope, wanted: Option<Duration>, now: Timestamp) -> Option<Timestamp> {
        if job.attempt >= self.attempts || now.since(job.created_at) >= self.age {
            return None;
        }
        let doubled = self
            .base
            .saturating_mul(1_u32.checked_shl(job.attempt - 1).unwrap_or(u32::MAX));
        let delay = doubled.min(self.longest).max(wanted.unwrap_or_default());
        Some(now.plus(delay + delay.mul_f64(0.25 * jitter(job))))
    }
}

/// Between 0 and 1, different for every job and attempt: jobs that failed together do not come back together.
fn jitter(job: &JobEnvelope) -> f64 {
    let (_, low) = job.id.uuid().as_u64_pair();
    let mixed = (low ^ u64::from(job.attempt)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    f64::from(u32::try_from(mixed >> 32).unwrap_or(0)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use domain::ids::JobId;
    use uuid::Uuid;

    use super::*;

    fn job(attempt: u32) -> JobEnvelope {
        let start = Timestamp::from_unix_seconds(0);
        JobEnvelope {
            id: JobId::from_uuid(Uuid::from_u128(7)),
            name: "test".to_owned(),
            payload: "{}".to_owned(),
            attempt,
            created_at: start,
            not_before: start,
            traceparent: None,
        }
    }

    #[test]
    fn delays_double_and_stay_bounded() {
        let rule = RetryRule::default();
        let now = Timestamp::from_unix_seconds(10);
        let delay = |attempt| rule.next_attempt(&job(attempt), None, now).unwrap().since(now);
        assert!((1.0..=1.25).contains(&delay(1).as_secs_f64()));
        assert!((8.0..=10.0).contains(&delay(4).as_secs_f64()));
        assert!((600.0..=750.0).contains(&delay(35).as_secs_f64()));
    }

    #[test]
    fn a_wanted_delay_is_kept() {
        let now = Timestamp::from_unix_seconds(10);
        let due = RetryRule::default()
            .next_attempt(&job(1), Some(Duration::from_mins(1)), now)
            .unwrap();
        assert!(due.since(now) >= Duration::from_mins(1));
    }

    #[test]
    fn too_many_attempts_or_too_old_is_the_end() {
        let rule = RetryRule::default();
        assert_eq!(
            rule.next_attempt(&job(40), None, Timestamp::from_unix_seconds(10)),
            None
        );
        assert_eq!(
            rule.next_attempt(&job(1), None, Timestamp::from_unix_seconds(86_400)),
            None
        );
    }
}
