//! Codes an operator must hear of, told once in a while instead of once per call.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use wechat_protocol::api::ErrorCode;

use crate::dialect::Dialect;
use crate::meaning::note;

/// How long an operator is not told of the same code again.
pub(crate) const SILENCE: Duration = Duration::from_secs(600);

/// When each code was last told of.
#[derive(Default)]
pub(crate) struct Alerts(Mutex<HashMap<i64, Instant>>);

impl Alerts {
    /// Logs a refusal if an operator can help and has not heard of its code for ten minutes.
    pub(crate) fn consider(&self, account: &str, refusal: &ErrorCode, dialect: Dialect) {
        if dialect.needs_operator(refusal.code) {
            self.tell(account, refusal, dialect);
        }
    }

    fn tell(&self, account: &str, refusal: &ErrorCode, dialect: Dialect) {
        if self.is_news(refusal.code, Instant::now()) {
            tracing::error!(
                wechat.account = account,
                wechat.errcode = refusal.code,
                "WeChat refuses calls until an operator acts: {}",
                note(refusal, dialect)
            );
        }
    }

    /// Codes are few, and WeChat's; so the map stays small.
    fn is_news(&self, code: i64, now: Instant) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_news = told
            .get(&code)
            .is_none_or(|at| now.saturating_duration_since(*at) >= SILENCE);
        if is_news {
            told.insert(code, now);
        }
        is_news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_news_once_in_ten_minutes() {
        let (alerts, start) = (Alerts::default(), Instant::now());
        assert!(alerts.is_news(40164, start));
        assert!(!alerts.is_news(40164, start + SILENCE - Duration::from_secs(1)));
        assert!(alerts.is_news(48001, start));
        assert!(alerts.is_news(40164, start + SILENCE));
    }
}
