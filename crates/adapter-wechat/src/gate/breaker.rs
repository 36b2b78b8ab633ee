//! A circuit breaker: while WeChat fails, calls fail at once instead of after a timeout.

use std::time::{Duration, Instant};

use crate::settings::BreakerSettings;

/// How long those who come during a probe are told to wait.
const DURING_PROBE: Duration = Duration::from_secs(1);

/// What a call showed about WeChat's health.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It answered.
    Healthy,
    /// It did not, or said it is busy.
    Failing,
    /// Nothing: the call never took place.
    Nothing,
}

/// How a call was let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    /// As one of many.
    Usual,
    /// Alone, to see whether WeChat is back.
    Probe,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Closed { failures: u32 },
    Open { until: Instant, openings: u32 },
    HalfOpen { openings: u32 },
}

/// Closed → open after failures in a row; open → half open after a pause; half open lets one call through, which
/// closes it or opens it for twice as long.
#[derive(Debug)]
pub(super) struct Breaker {
    settings: BreakerSettings,
    state: State,
}

impl Breaker {
    pub(super) const fn new(settings: BreakerSettings) -> Self {
        Self {
            settings,
            state: State::Closed { failures: 0 },
        }
    }

    /// Lets a call through, or says how long to wait.
    pub(super) fn admit(&mut self, now: Instant) -> Result<Admission, Duration> {
        match self.state {
            State::Closed { .. } => Ok(Admission::Usual),
            State::Open { until, .. } if now < until => Err(until - now),
            State::Open { openings, .. } => {
                self.state = State::HalfOpen { openings };
                Ok(Admission::Probe)
            }
            State::HalfOpen { .. } => Err(DURING_PROBE),
        }
    }

    /// Takes in how an admitted call ended. Stragglers from before the opening change nothing. `random` is from 0
    /// to 1 and spreads the probes of several processes.
    pub(super) fn conclude(&mut self, admission: Admission, verdict: Verdict, now: Instant, random: f64) {
        self.state = match (self.state, admission, verdict) {
            (State::Closed { .. }, Admission::Usual, Verdict::Healthy) => State::Closed { failures: 0 },
            (State::Closed { failures }, Admission::Usual, Verdict::Failing) => self.count(failures + 1, now, random),
            (State::HalfOpen { .. }, Admission::Probe, Verdict::Healthy) => State::Closed { failures: 0 },
            (State::HalfOpen { openings }, Admission::Probe, Verdict::Failing) => self.open(openings, now, random),
            (State::HalfOpen { openings }, Admission::Probe, Verdict::Nothing) => State::Open { until: now, openings },
            (state, ..) => state,
        }
    }

    /// 0 closed, 1 half open, 2 open.
    pub(super) const fn level(&self) -> f64 {
        match self.state {
            State::Closed { .. } => 0.0,
            State::HalfOpen { .. } => 1.0,
            State::Open { .. } => 2.0,
        }
    }

    fn count(&self, failures: u32, now: Instant, random: f64) -> State {
        if failures >= self.settings.failures {
            self.open(0, now, random)
        } else {
            State::Closed { failures }
        }
    }

    /// Four fifths of the pause are fixed, one fifth is random.
    fn open(&self, openings: u32, now: Instant, random: f64) -> State {
        let factor = 2_u32.saturating_pow(openings);
        let pause = self
            .settings
            .pause
            .saturating_mul(factor)
            .min(self.settings.longest_pause);
        State::Open {
            until: now + pause.mul_f64(0.2f64.mul_add(random, 0.8)),
            openings: openings.saturating_add(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: BreakerSettings = BreakerSettings {
        failures: 3,
        pause: Duration::from_secs(5),
        longest_pause: Duration::from_secs(12),
    };

    fn opened(now: Instant) -> Breaker {
        let mut breaker = Breaker::new(SETTINGS);
        for _ in 0..SETTINGS.failures {
            let admission = breaker.admit(now).unwrap();
            breaker.conclude(admission, Verdict::Failing, now, 1.0);
        }
        breaker
    }

    #[test]
    fn only_failures_in_a_row_open_it() {
        let (mut breaker, now) = (Breaker::new(SETTINGS), Instant::now());
        for verdict in [
            Verdict::Failing,
            Verdict::Failing,
            Verdict::Healthy,
            Verdict::Failing,
            Verdict::Failing,
        ] {
            let admission = breaker.admit(now).unwrap();
            breaker.conclude(admission, verdict, now, 1.0);
        }
        assert_eq!(breaker.admit(now), Ok(Admission::Usual));
        breaker.conclude(Admission::Usual, Verdict::Failing, now, 1.0);
        assert_eq!(breaker.admit(now), Err(SETTINGS.pause));
        assert!((breaker.level() - 2.0).abs() < f64::EPSILON);
    }

    #[test]
    fn after_the_pause_one_call_probes_and_a_good_one_closes_it() {
        let now = Instant::now();
        let mut breaker = opened(now);
        let later = now + SETTINGS.pause;
        assert_eq!(breaker.admit(later), Ok(Admission::Probe));
        assert_eq!(breaker.admit(later), Err(DURING_PROBE));
        breaker.conclude(Admission::Probe, Verdict::Healthy, later, 1.0);
        assert_eq!(breaker.admit(later), Ok(Admission::Usual));
    }

    #[test]
    fn failed_probes_double_the_pause_up_to_the_longest() {
        let mut now = Instant::now();
        let mut breaker = opened(now);
        for pause in [5, 10, 12, 12] {
            assert_eq!(breaker.admit(now), Err(Duration::from_secs(pause)));
            now += Duration::from_secs(pause);
            assert_eq!(breaker.admit(now), Ok(Admission::Probe));
            breaker.conclude(Admission::Probe, Verdict::Failing, now, 1.0);
        }
    }

    #[test]
    fn a_probe_that_never_took_place_makes_room_for_another() {
        let now = Instant::now();
        let mut breaker = opened(now);
        let later = now + SETTINGS.pause;
        assert_eq!(breaker.admit(later), Ok(Admission::Probe));
        breaker.conclude(Admission::Probe, Verdict::Nothing, later, 1.0);
        assert_eq!(breaker.admit(later), Ok(Admission::Probe));
    }

    #[test]
    fn stragglers_neither_close_nor_prolong_an_open_circuit() {
        let now = Instant::now();
        let mut breaker = opened(now);
        for verdict in [Verdict::Healthy, Verdict::Failing] {
            breaker.conclude(Admission::Usual, verdict, now + Duration::from_secs(1), 1.0);
            assert_eq!(breaker.admit(now), Err(SETTINGS.pause));
        }
    }
}
