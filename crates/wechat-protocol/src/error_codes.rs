//! What to do about an `errcode`.
//!
//! The classes follow the official "global return codes" page and the pages of the single endpoints.

use std::time::Duration;

/// What the caller of an API should do about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    /// Try again later, not before the hint; without a hint, with ordinary backoff. A send that has no client id may
    /// have happened: [`ErrorClass::Retry`] is about calls WeChat answered, never about calls without an answer.
    Retry {
        /// The shortest sensible wait.
        after_hint: Option<Duration>,
    },
    /// The access token is no longer good: discard it if it is still the one used, get another, try once more.
    RefreshToken,
    /// A quota is used up until midnight in Beijing (or the month's end): stop, do not retry.
    Quota,
    /// Trying again cannot help.
    Permanent(PermanentKind),
    /// The person has to act first: accept messages, write or scan again, or repeat the authorization.
    NeedsConsent,
    /// There is nothing left to do: it succeeded, now or at an earlier attempt.
    AlreadyDone,
    /// A code that is not in the table. Do not retry; log it with its `rid`.
    Unknown,
}

/// Who can do something about a permanent failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermanentKind {
    /// The operator: credentials, whitelist, abilities, bans, templates.
    Configuration,
    /// Nobody: this person cannot be reached.
    Recipient,
    /// The author: text, media or fields are not acceptable.
    Content,
    /// The programmer: the request is wrong.
    Bug,
}

use ErrorClass::{AlreadyDone, NeedsConsent, Permanent, Quota, RefreshToken, Unknown};
use PermanentKind::{Bug, Configuration, Content, Recipient};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// The class of an `errcode` that a business call returned (any but the token endpoints, see [`classify_token_call`]).
///
/// ```
/// use wechat_protocol::error_codes::{ErrorClass, classify};
/// assert_eq!(classify(42001), ErrorClass::RefreshToken);
/// ```
#[must_use]
pub fn classify(code: i64) -> ErrorClass {
    match code {
        // A client message id that is known means an earlier attempt succeeded.
        0 | 45065 => AlreadyDone,
        -1 => ErrorClass::Retry { after_hint: None },
        43108 | 45169 => retry_after(SECOND),
        44990 | 44991 | 45011 | 45066 | 268_487_001 | 268_487_002 | 268_488_001 => retry_after(MINUTE),
        // A call from a new address waits for the administrator, or was refused for a while.
        89501 | 89503 | 89506 | 89507 => retry_after(HOUR),
        40001 | 40014 | 42001 => RefreshToken,
        45009 | 48006 => Quota,
        40029 | 40030 | 40163 | 42002 | 42003 | 42007 | 43101 | 45015 | 45047 => NeedsConsent,
        _ => classify_permanent(code),
    }
}

/// The class of an `errcode` that `token` or `stable_token` returned: there 40001 is a wrong secret, and asking again
/// for a token must not follow from it.
#[must_use]
pub fn classify_token_call(code: i64) -> ErrorClass {
    match classify(code) {
        RefreshToken => Permanent(Configuration),
        other => other,
    }
}

/// Whether a human should hear of it, once: the account, its credentials or its abilities need attention.
#[must_use]
pub fn needs_operator(code: i64) -> bool {
    matches!(code, 43116 | 40249 | 89501 | 89503 | 89506 | 89507)
        || matches!(classify(code), Quota | Permanent(Configuration))
}

fn classify_permanent(code: i64) -> ErrorClass {
    match code {
        40002 | 40013 | 40125 | 40164 | 41002 | 41004 => Permanent(Configuration),
        40036 | 40037 | 43107 | 45029 | 45056 | 48001 | 48004 | 50002 | 50004 | 88000 | 61451..=61459 => {
            Permanent(Configuration)
        }
        40003 | 43004 | 43005 | 43019 | 48002 | 50005 => Permanent(Recipient),
        40033 | 40052 | 40053 | 41001 | 45058 | 45067 | 47001 => Permanent(Bug),
        40004..=40012 | 40118 | 40121 | 45001..=45008 => Permanent(Content),
        40016..=40027 | 40054 | 40055 | 45010 => Permanent(Content),
        40249 | 41030 | 43116 | 45059 | 47003 | 53503..=53505 | 53600 => Permanent(Content),
        _ => Unknown,
    }
}

fn retry_after(hint: Duration) -> ErrorClass {
    ErrorClass::Retry { after_hint: Some(hint) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_code_has_its_class() {
        let soon = ErrorClass::Retry { after_hint: None };
        let table: &[(&[i64], ErrorClass)] = &[
            (&[-1], soon),
            (&[0, 45065], AlreadyDone),
            (&[40001, 40014, 42001], RefreshToken),
            (&[41001], Permanent(Bug)),
            (&[40002, 40013, 40125, 41002, 41004], Permanent(Configuration)),
            (&[40164], Permanent(Configuration)),
            (&[89503, 89501, 89506, 89507], retry_after(HOUR)),
            (&[40003, 43004], Permanent(Recipient)),
            (&[43005, 43019, 48002, 50005], Permanent(Recipient)),
            (&[43101], NeedsConsent),
            (&[43107], Permanent(Configuration)),
            (&[43108], retry_after(SECOND)),
            (&[43116, 40249], Permanent(Content)),
            (&[45009], Quota),
            (&[45011, 44990, 44991], retry_after(MINUTE)),
            (&[45029], Permanent(Configuration)),
            (&[45015, 45047], NeedsConsent),
            (&[45066], retry_after(MINUTE)),
            (&[45067], Permanent(Bug)),
            (&[40007, 40118, 40121], Permanent(Content)),
            (
                &[40004, 40005, 40006, 40008, 40009, 40010, 40011, 40012],
                Permanent(Content),
            ),
            (
                &[45001, 45002, 45003, 45004, 45005, 45006, 45007, 45008],
                Permanent(Content),
            ),
            (
                &[40016, 40017, 40018, 40019, 40020, 40021, 40022, 40023],
                Permanent(Content),
            ),
            (&[40024, 40025, 40026, 40027, 40054, 40055, 45010], Permanent(Content)),
            (&[40033], Permanent(Bug)),
            (&[40036, 40037], Permanent(Configuration)),
            (&[47003], Permanent(Content)),
            (&[47001], Permanent(Bug)),
            (&[40029, 40163, 42003], NeedsConsent),
            (&[40030, 42002, 42007], NeedsConsent),
            (&[48001, 48004, 50002, 50004], Permanent(Configuration)),
            (&[48006], Quota),
            (&[53503, 53504, 53505, 53600], Permanent(Content)),
            (
                &[61451, 61452, 61453, 61454, 61455, 61456, 61457],
                Permanent(Configuration),
            ),
            (&[88000], Permanent(Configuration)),
            (&[268_487_001, 268_487_002, 268_488_001], retry_after(MINUTE)),
            (&[1, -2, 99999, i64::MAX, i64::MIN], Unknown),
        ];
        for (codes, class) in table {
            for code in *codes {
                assert_eq!(classify(*code), *class, "{code}");
            }
        }
    }

    #[test]
    fn a_bad_secret_at_the_token_endpoint_asks_for_no_new_token() {
        assert_eq!(classify_token_call(40001), Permanent(Configuration));
        assert_eq!(classify_token_call(-1), classify(-1));
    }

    #[test]
    fn the_operator_hears_of_the_account_but_not_of_a_person() {
        for code in [40164, 89503, 43116, 48001, 45009] {
            assert!(needs_operator(code), "{code}");
        }
        for code in [0, -1, 40003, 43101, 45015, 40001] {
            assert!(!needs_operator(code), "{code}");
        }
    }
}
