//! How a call of WeChat's API can fail, in terms a use case can act on.

use std::time::Duration;

/// Why WeChat did not do what it was asked, by what can be done about it. Notes are safe to show and log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WechatFailure {
    /// WeChat refused for good, or we did not ask because it would.
    #[error("{}", refusal(*code, note))]
    Refused {
        /// WeChat's `errcode`; 0 where we did not ask.
        code: i64,
        /// Why, in kinds.
        kind: RefusalKind,
        /// WeChat's text and rid.
        note: String,
    },
    /// It was certainly not done; it may work later.
    #[error("WeChat is not available now: {note}")]
    Later {
        /// WeChat's `errcode`, where it answered.
        code: Option<i64>,
        /// How long to wait at least, where that is known.
        after: Option<Duration>,
        /// What is known.
        note: String,
    },
    /// No answer came: it may have been done.
    #[error("WeChat gave no answer: {note}")]
    Unanswered {
        /// What is known.
        note: String,
    },
}

fn refusal(code: i64, note: &str) -> String {
    match code {
        0 => format!("not asked of WeChat: {note}"),
        code => format!("WeChat refused ({code}): {note}"),
    }
}

/// Kinds of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// Our set-up: app id, secret, IP list, permission.
    Configuration,
    /// The person: not a follower, refuses messages, unknown.
    Recipient,
    /// The person must act first: window closed, consent missing.
    Consent,
    /// What we sent.
    Content,
    /// The account's quota for the day.
    Quota,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_whose_it_is() {
        let refused = |code| WechatFailure::Refused {
            code,
            kind: RefusalKind::Content,
            note: "too long".to_owned(),
        };
        assert_eq!(refused(45_002).to_string(), "WeChat refused (45002): too long");
        assert_eq!(refused(0).to_string(), "not asked of WeChat: too long");
    }
}
