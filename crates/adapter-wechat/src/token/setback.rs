//! A failed fetch, remembered for some seconds, so that a storm of calls asks the token endpoint once.

use std::time::{Duration, Instant};

use ports::wechat::WechatFailure;

/// For a platform that is busy or out of reach and does not say for how long.
const UNAVAILABLE: Duration = Duration::from_secs(2);
/// However long WeChat wants to be left alone, an operator's remedy shows soon.
const LONGEST: Duration = Duration::from_secs(600);

/// A failed fetch.
#[derive(Debug)]
pub(super) struct Setback {
    failure: WechatFailure,
    until: Instant,
}

impl Setback {
    /// A refusal for good is remembered for `pause`, anything else for as long as it says.
    pub(super) fn new(failure: WechatFailure, pause: Duration, now: Instant) -> Self {
        let memory = match &failure {
            WechatFailure::Refused { .. } => pause,
            WechatFailure::Later { after: Some(after), .. } => (*after).clamp(UNAVAILABLE, LONGEST),
            WechatFailure::Later { after: None, .. } | WechatFailure::Unanswered { .. } => UNAVAILABLE,
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
    fn a_refusal_is_remembered_for_its_pause_and_an_outage_for_as_long_as_it_says() {
        let now = Instant::now();
        let lasts = |failure: WechatFailure| {
            let setback = Setback::new(failure, Duration::from_secs(5), now);
            (0..10_000)
                .take_while(|second| setback.at(now + Duration::from_secs(*second)).is_some())
                .count()
        };
        assert_eq!(lasts(refused(RefusalKind::Configuration, "")), 5);
        assert_eq!(lasts(later(None, "")), 2);
        assert_eq!(lasts(later(Some(Duration::from_secs(60)), "")), 60);
        assert_eq!(lasts(later(Some(Duration::from_secs(86_400)), "")), 600);
    }
}
