//! What WeChat itself asked for: to leave an API alone for a while.

use std::time::Duration;

use domain::time::Timestamp;
use ports::wechat::WechatFailure;

/// While a daily quota is used up, one look in so much time whether an operator has filled it again.
const LOOK_AGAIN: Duration = Duration::from_secs(900);

/// The calls of one API wait until then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hold {
    code: i64,
    note: String,
    until: Timestamp,
    look_again: Timestamp,
}

impl Hold {
    /// From a failure that says how long to wait; nothing from any other.
    pub(super) fn of(failure: &WechatFailure, now: Timestamp) -> Option<Self> {
        let WechatFailure::Later {
            code: Some(code),
            after: Some(after),
            note,
        } = failure
        else {
            return None;
        };
        Some(Self {
            code: *code,
            note: note.clone(),
            until: now.plus(*after),
            look_again: now.plus((*after).min(LOOK_AGAIN)),
        })
    }

    /// The failure of a call that comes now; none if it may go.
    pub(super) fn at(&mut self, now: Timestamp) -> Option<WechatFailure> {
        if now >= self.until {
            return None;
        }
        if now >= self.look_again {
            // This call looks; the others wait for what it finds.
            self.look_again = now.plus(LOOK_AGAIN);
            return None;
        }
        Some(WechatFailure::Later {
            code: Some(self.code),
            after: Some(self.left(now)),
            note: self.note.clone(),
        })
    }

    /// How long it still lasts.
    pub(super) fn left(&self, now: Timestamp) -> Duration {
        self.until.since(now)
    }

    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        now >= self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_unix_seconds(1_800_000_000 + second)
    }

    fn hold(seconds: u64) -> Hold {
        let failure = WechatFailure::Later {
            code: Some(45009),
            after: Some(Duration::from_secs(seconds)),
            note: String::new(),
        };
        Hold::of(&failure, at(0)).unwrap()
    }

    #[test]
    fn calls_wait_to_the_end() {
        let mut hold = hold(60);
        assert!(matches!(
            hold.at(at(59)),
            Some(WechatFailure::Later { after: Some(after), .. }) if after == Duration::from_secs(1)
        ));
        assert_eq!(hold.at(at(60)), None);
        assert!(hold.is_over(at(60)));
    }

    #[test]
    fn during_a_long_hold_one_call_in_a_while_looks() {
        let mut hold = hold(36_000);
        assert!(hold.at(at(899)).is_some());
        assert_eq!(hold.at(at(900)), None);
        assert!(hold.at(at(900)).is_some() && hold.at(at(1_799)).is_some());
        assert_eq!(hold.at(at(1_800)), None);
    }

    #[test]
    fn a_failure_that_names_no_time_holds_nothing() {
        let failure = WechatFailure::Later {
            code: Some(-1),
            after: None,
            note: String::new(),
        };
        assert_eq!(Hold::of(&failure, at(0)), None);
    }
}
