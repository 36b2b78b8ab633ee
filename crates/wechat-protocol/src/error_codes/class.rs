//! What a caller should do about a failure.

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
    /// A quota is used up: stop, do not retry before it is filled again.
    Quota(QuotaPeriod),
    /// Trying again cannot help.
    Permanent(PermanentKind),
    /// The person has to act first: accept messages, write or scan again, or repeat the authorization.
    NeedsConsent,
    /// There is nothing left to do: it succeeded, now or at an earlier attempt.
    AlreadyDone,
    /// A code that is not in the table. Do not retry; log it with its `rid`.
    Unknown,
}

/// When a quota is filled again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaPeriod {
    /// At midnight in Beijing.
    Day,
    /// With the next month in Beijing.
    Month,
    /// Never: the count of what may exist at once, or was ever made.
    Lifetime,
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

impl ErrorClass {
    pub(super) const RETRY: Self = Self::Retry { after_hint: None };
    pub(super) const RETRY_SECOND: Self = Self::after(1);
    pub(super) const RETRY_MINUTE: Self = Self::after(60);
    pub(super) const RETRY_HOUR: Self = Self::after(3600);
    pub(super) const DAY: Self = Self::Quota(QuotaPeriod::Day);
    pub(super) const MONTH: Self = Self::Quota(QuotaPeriod::Month);
    pub(super) const LIFETIME: Self = Self::Quota(QuotaPeriod::Lifetime);
    pub(super) const CONFIGURATION: Self = Self::Permanent(PermanentKind::Configuration);
    pub(super) const RECIPIENT: Self = Self::Permanent(PermanentKind::Recipient);
    pub(super) const CONTENT: Self = Self::Permanent(PermanentKind::Content);
    pub(super) const BUG: Self = Self::Permanent(PermanentKind::Bug);

    const fn after(seconds: u64) -> Self {
        Self::Retry {
            after_hint: Some(Duration::from_secs(seconds)),
        }
    }
}
