//! A failed fetch, remembered for some seconds, so that a storm of calls asks the token endpoint once.

use std::time::{Duration, Instant};

use ports::wechat::WechatFailure;

/// For a wrong secret and its like: somebody has to act, seconds do not matter.
const REFUSED: Duration = Duration::from_secs(5);
/// For a platform that is busy or out of reach.
const UNAVAILABLE: Duration = Duration::from_secs(2);

/// A failed fetch.
#[derive(Debug)]
pub(super) struct Setback {
    failure: WechatFailure,
    until: Instant,
}

impl Setback {
    pub(super) fn new(failure: WechatFailure, now: Instant) -> Self {
        let memory = if matches!(failure, WechatFailure::Refused { .. }) {
            REFUSED
        } else {
            UNAVAILABLE
        };
        Self {
            failure,
            until: now + memory,
        }
    }

    /// The failure, while it is to be remembered.
    pub(super) fn at(&self, now: Instant) -> Option<&WechatFailure> {
        (now < self.until).then_some(&self.failure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::{later, refused};
    use ports::wechat::RefusalKind;

    #[test]
    fn a_refusal_is_remembered_for_five_seconds_and_an_outage_for_two() {
        let now = Instant::now();
        let lasts = |failure: WechatFailure| {
            let setback = Setback::new(failure, now);
            (0..10)
                .take_while(|second| setback.at(now + Duration::from_secs(*second)).is_some())
                .count()
        };
        assert_eq!(lasts(refused(RefusalKind::Configuration, "")), 5);
        assert_eq!(lasts(later(None, "")), 2);
    }
}
