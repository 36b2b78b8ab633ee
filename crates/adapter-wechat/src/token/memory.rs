//! What a process remembers of its token.

use std::time::{Duration, Instant};

use domain::time::Timestamp;
use ports::wechat::{AccessToken, WechatFailure};

use super::forcing::Forcing;
use super::setback::Setback;

/// WeChat replaces a stable token when it is asked during the last five minutes of two hours, and lets both work that
/// long. Asking earlier gives the same token again; asking in the first half of those minutes leaves time to fail.
const LONGEST_WINDOW: Duration = Duration::from_secs(300);
const WINDOW_PARTS: u32 = 24;
/// The part of the window that is left when the first process asks; WeChat's window may begin a little later than ours.
const FIRST: f64 = 0.9;
/// The part of the window over which processes spread their asking.
const SPREAD: f64 = 0.4;

/// A token in use.
#[derive(Debug, Clone)]
struct Held {
    token: AccessToken,
    since: Timestamp,
    refresh_at: Timestamp,
}

/// A token that may be used now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Usable {
    pub(super) token: AccessToken,
    /// How long this process has had it.
    pub(super) age: Duration,
    /// Whether it is time to fetch the next one.
    pub(super) is_due: bool,
}

/// What a process remembers of its token.
#[derive(Debug, Default)]
pub(super) struct Memory {
    held: Option<Held>,
    rejected: Option<String>,
    setback: Option<Setback>,
    resting_until: Option<Instant>,
    forcing: Forcing,
    is_alone: bool,
}

impl Memory {
    /// The token, until it ends.
    pub(super) fn usable(&self, now: Timestamp, instant: Instant) -> Option<Usable> {
        let held = self.held.as_ref().filter(|held| held.token.expires_at > now)?;
        let is_resting = self.resting_until.is_some_and(|until| instant < until);
        Some(Usable {
            token: held.token.clone(),
            age: now.since(held.since),
            is_due: now >= held.refresh_at && !is_resting,
        })
    }

    /// Puts a token to use. `random` is from 0 to 1 and spreads the refreshes of several processes.
    pub(super) fn adopt(&mut self, token: &AccessToken, now: Timestamp, random: f64) {
        let window = LONGEST_WINDOW.min(token.expires_at.since(now) / WINDOW_PARTS);
        self.held = Some(Held {
            token: token.clone(),
            since: now,
            refresh_at: token.expires_at.minus(window.mul_f64(SPREAD.mul_add(-random, FIRST))),
        });
        self.setback = None;
        self.resting_until = None;
    }

    /// Stops using a token that WeChat rejected, unless another one is in use already.
    pub(super) fn reject(&mut self, value: &str) {
        if self.held.as_ref().is_none_or(|held| held.token.value == value) {
            self.held = None;
            self.rejected = Some(value.to_owned());
        }
    }

    pub(super) fn is_rejected(&self, value: &str) -> bool {
        self.rejected.as_deref() == Some(value)
    }

    /// Whether a new token may be forced now; if so, it counts as done.
    pub(super) fn may_force(&mut self, now: Instant) -> bool {
        self.forcing.take(now)
    }

    /// Remembers why there is no token; a refusal for good for `pause`.
    pub(super) fn remember(&mut self, failure: WechatFailure, pause: Duration, now: Instant) {
        self.setback = Some(Setback::new(failure, pause, now));
    }

    /// The last fetch's failure, while it is fresh.
    pub(super) fn setback(&self, now: Instant) -> Option<WechatFailure> {
        self.setback.as_ref().and_then(|setback| setback.at(now)).cloned()
    }

    /// Leaves the refreshing for a while.
    pub(super) fn rest_until(&mut self, until: Instant) {
        self.resting_until = Some(until);
    }

    /// Notes whether the store is out of reach; `true` when that is news.
    pub(super) fn note_alone(&mut self, is_alone: bool) -> bool {
        std::mem::replace(&mut self.is_alone, is_alone) != is_alone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = 1_800_000_000;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_unix_seconds(START + second)
    }

    fn token(value: &str, ends: i64) -> AccessToken {
        AccessToken {
            value: value.to_owned(),
            expires_at: at(ends),
        }
    }

    fn is_due(random: f64, second: i64) -> bool {
        let mut memory = Memory::default();
        memory.adopt(&token("T", 7_200), at(0), random);
        memory.usable(at(second), Instant::now()).unwrap().is_due
    }

    #[test]
    fn a_token_of_two_hours_is_due_in_its_last_five_minutes_earlier_or_later_by_chance() {
        assert!(!is_due(0.0, 6_929));
        assert!(is_due(0.0, 6_930));
        assert!(!is_due(1.0, 7_049));
        assert!(is_due(1.0, 7_050));
    }

    #[test]
    fn a_token_is_used_until_it_ends() {
        let mut memory = Memory::default();
        memory.adopt(&token("T", 7_200), at(0), 0.5);
        assert_eq!(memory.usable(at(7_199), Instant::now()).unwrap().token.value, "T");
        assert_eq!(memory.usable(at(7_200), Instant::now()), None);
    }

    #[test]
    fn a_rejection_of_an_older_token_does_not_touch_the_one_in_use() {
        let mut memory = Memory::default();
        memory.adopt(&token("T2", 7_200), at(0), 0.5);
        memory.reject("T1");
        assert!(memory.usable(at(0), Instant::now()).is_some());
        assert!(!memory.is_rejected("T1"));
        memory.reject("T2");
        assert_eq!(memory.usable(at(0), Instant::now()), None);
        assert!(memory.is_rejected("T2"));
    }

    #[test]
    fn a_resting_refresh_is_not_due() {
        let (mut memory, now) = (Memory::default(), Instant::now());
        memory.adopt(&token("T", 7_200), at(0), 0.0);
        memory.rest_until(now + Duration::from_secs(1));
        assert!(!memory.usable(at(7_000), now).unwrap().is_due);
        assert!(memory.usable(at(7_000), now + Duration::from_secs(1)).unwrap().is_due);
    }
}
