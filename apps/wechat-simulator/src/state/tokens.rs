//! Access tokens of both families: what is issued, what still works, what has died and how.
//!
//! Rules: <https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken> and its classic sibling.

use std::collections::{HashMap, VecDeque};
use std::fmt;

use serde::{Deserialize, Serialize};

/// Seconds a token lives unless the control API says otherwise.
pub const DEFAULT_LIFETIME: i64 = 7200;
/// The last part of a lifetime in which a stable token is renewed, and for which a superseded one still works. Five
/// minutes of two hours; a shorter lifetime shortens it in proportion.
const OVERLAP_PARTS: i64 = 24;
const LONGEST_OVERLAP: i64 = 300;
const FORCED_REFRESH_GAP: i64 = 30;
const FORCED_REFRESHES_A_DAY: u32 = 20;
const REMEMBERED: usize = 10_000;

/// What the platform thinks of a token it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Validity {
    /// It works.
    Valid,
    /// No token was shown (41001), or the API needs none.
    Missing,
    /// Never issued, superseded or killed (40001).
    Invalid,
    /// It was good until it was too old (42001).
    Expired,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Fate {
    expires_at: i64,
    killed: bool,
    superseded: bool,
}

/// A token as a caller gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The token.
    pub value: String,
    /// Seconds it will still live.
    pub expires_in: i64,
}

/// All tokens of the account.
#[derive(Serialize, Deserialize)]
pub struct Tokens {
    lifetime: i64,
    classic: Option<String>,
    stable: Option<String>,
    fates: HashMap<String, Fate>,
    order: VecDeque<String>,
    last_forced: Option<i64>,
    forced_on_day: (i64, u32),
}

/// Tokens are secrets, so only their number is shown.
impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Tokens({})", self.fates.len())
    }
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            lifetime: DEFAULT_LIFETIME,
            classic: None,
            stable: None,
            fates: HashMap::new(),
            order: VecDeque::new(),
            last_forced: None,
            forced_on_day: (0, 0),
        }
    }
}

impl Tokens {
    /// `GET /cgi-bin/token`: always a new token; the previous one works for a short while longer.
    pub fn issue_classic(&mut self, now: i64, fresh: impl FnOnce() -> String) -> Issued {
        if let Some(previous) = self.classic.take() {
            self.retire(&previous, now);
        }
        let issued = self.remember(now, fresh());
        self.classic = Some(issued.value.clone());
        issued
    }

    /// `POST /cgi-bin/stable_token`: the same token until it nears its end, or until a refresh is forced.
    pub fn issue_stable(&mut self, now: i64, force: bool, fresh: impl FnOnce() -> String) -> Issued {
        let current = self
            .stable
            .clone()
            .and_then(|value| self.remaining(&value, now).map(|left| (value, left)));
        if let Some((value, left)) = current {
            if force && self.may_force(now) {
                self.kill(&value);
            } else if left > self.overlap() {
                return Issued {
                    value,
                    expires_in: left,
                };
            } else {
                self.retire(&value, now);
            }
        }
        let issued = self.remember(now, fresh());
        self.stable = Some(issued.value.clone());
        issued
    }

    /// WeCom's `gettoken`: the same token as long as it lives.
    pub fn issue_same(&mut self, now: i64, fresh: impl FnOnce() -> String) -> Issued {
        let current = self.stable.clone();
        if let Some((value, left)) = current.and_then(|value| Some((value.clone(), self.remaining(&value, now)?))) {
            return Issued {
                value,
                expires_in: left,
            };
        }
        let issued = self.remember(now, fresh());
        self.stable = Some(issued.value.clone());
        issued
    }

    /// Whether this token was ever issued here.
    #[must_use]
    pub fn knows(&self, token: &str) -> bool {
        self.fates.contains_key(token)
    }

    /// What a business call with this token would meet.
    #[must_use]
    pub fn judge(&self, token: &str, now: i64) -> Validity {
        match self.fates.get(token) {
            None => Validity::Invalid,
            Some(fate) if fate.killed => Validity::Invalid,
            Some(fate) if fate.expires_at <= now && fate.superseded => Validity::Invalid,
            Some(fate) if fate.expires_at <= now => Validity::Expired,
            Some(_) => Validity::Valid,
        }
    }

    /// Lets every living token expire at once.
    pub fn expire_all(&mut self, now: i64) {
        for fate in self.fates.values_mut() {
            fate.expires_at = fate.expires_at.min(now);
        }
    }

    /// Seconds that tokens issued from now on will live (at least one).
    pub fn set_lifetime(&mut self, seconds: i64) {
        self.lifetime = seconds.max(1);
    }

    fn overlap(&self) -> i64 {
        (self.lifetime / OVERLAP_PARTS).min(LONGEST_OVERLAP)
    }

    fn remaining(&self, value: &str, now: i64) -> Option<i64> {
        let fate = self.fates.get(value)?;
        (!fate.killed && fate.expires_at > now).then(|| fate.expires_at - now)
    }

    fn remember(&mut self, now: i64, value: String) -> Issued {
        if self.order.len() == REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.fates.remove(&oldest);
        }
        self.order.push_back(value.clone());
        self.fates.insert(
            value.clone(),
            Fate {
                expires_at: now + self.lifetime,
                killed: false,
                superseded: false,
            },
        );
        Issued {
            value,
            expires_in: self.lifetime,
        }
    }

    /// A superseded token dies (40001, not 42001) once the overlap is over; until then it works.
    fn retire(&mut self, value: &str, now: i64) {
        let until = now + self.overlap();
        if let Some(fate) = self.fates.get_mut(value) {
            fate.expires_at = fate.expires_at.min(until);
            fate.superseded = true;
        }
    }

    fn kill(&mut self, value: &str) {
        if let Some(fate) = self.fates.get_mut(value) {
            fate.killed = true;
        }
    }

    /// At most 20 a day and one in 30 seconds; beyond that the current token is returned unchanged.
    fn may_force(&mut self, now: i64) -> bool {
        let today = super::beijing_day(now);
        if self.forced_on_day.0 != today {
            self.forced_on_day = (today, 0);
        }
        let too_soon = self.last_forced.is_some_and(|last| now - last < FORCED_REFRESH_GAP);
        if too_soon || self.forced_on_day.1 >= FORCED_REFRESHES_A_DAY {
            return false;
        }
        self.forced_on_day.1 += 1;
        self.last_forced = Some(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_780_000_000;

    fn fresh(name: &str) -> impl FnOnce() -> String {
        let name = name.to_owned();
        move || name
    }

    #[test]
    fn a_stable_token_stays_the_same_and_counts_down() {
        let mut tokens = Tokens::default();
        assert_eq!(tokens.issue_stable(NOW, false, fresh("a")).expires_in, 7200);
        assert_eq!(
            tokens.issue_stable(NOW + 100, false, fresh("b")),
            Issued {
                value: "a".to_owned(),
                expires_in: 7100
            }
        );
    }

    #[test]
    fn in_its_last_five_minutes_it_is_renewed_and_both_work() {
        let mut tokens = Tokens::default();
        tokens.issue_stable(NOW, false, fresh("a"));
        assert_eq!(tokens.issue_stable(NOW + 6950, false, fresh("b")).value, "b");
        assert_eq!(tokens.judge("a", NOW + 6951), Validity::Valid);
        assert_eq!(tokens.judge("b", NOW + 6951), Validity::Valid);
        assert_eq!(tokens.judge("a", NOW + 7200), Validity::Invalid);
    }

    #[test]
    fn a_forced_refresh_kills_at_once_but_not_twice_in_thirty_seconds() {
        let mut tokens = Tokens::default();
        tokens.issue_stable(NOW, false, fresh("a"));
        assert_eq!(tokens.issue_stable(NOW + 1, true, fresh("b")).value, "b");
        assert_eq!(tokens.judge("a", NOW + 1), Validity::Invalid);
        assert_eq!(tokens.issue_stable(NOW + 30, true, fresh("c")).value, "b");
        assert_eq!(tokens.issue_stable(NOW + 31, true, fresh("c")).value, "c");
    }

    #[test]
    fn a_classic_token_is_new_each_time_and_the_previous_one_dies_after_five_minutes() {
        let mut tokens = Tokens::default();
        tokens.issue_classic(NOW, fresh("a"));
        tokens.issue_classic(NOW, fresh("b"));
        assert_eq!(tokens.judge("a", NOW + 299), Validity::Valid);
        assert_eq!(tokens.judge("a", NOW + 300), Validity::Invalid);
        assert_eq!(tokens.judge("b", NOW + 300), Validity::Valid);
    }

    #[test]
    fn the_two_families_do_not_disturb_each_other() {
        let mut tokens = Tokens::default();
        tokens.issue_stable(NOW, false, fresh("stable"));
        tokens.issue_classic(NOW, fresh("a"));
        tokens.issue_classic(NOW, fresh("b"));
        assert_eq!(tokens.judge("stable", NOW + 1000), Validity::Valid);
    }

    #[test]
    fn a_token_never_issued_is_invalid_and_an_old_one_expired() {
        let mut tokens = Tokens::default();
        tokens.issue_stable(NOW, false, fresh("a"));
        assert_eq!(tokens.judge("x", NOW), Validity::Invalid);
        tokens.expire_all(NOW);
        assert_eq!(tokens.judge("a", NOW), Validity::Expired);
        assert_eq!(tokens.issue_stable(NOW, false, fresh("b")).value, "b");
    }
}
