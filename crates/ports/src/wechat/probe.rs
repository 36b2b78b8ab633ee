//! Trying out the connection with an account.

use async_trait::async_trait;
use domain::time::Timestamp;

use super::AccountSetup;

/// What is looked at, in this order; what a failure makes pointless is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckKind {
    /// An access token can be had: app id and secret are right, and our address is on WeChat's list.
    Token,
    /// Our clock agrees with WeChat's: signed requests have an age limit.
    Clock,
    /// A harmless call with the token works.
    Call,
    /// Calls are left for today.
    Quota,
    /// WeChat's servers reach ours.
    Callback,
}

impl CheckKind {
    /// Every check.
    pub const ALL: [Self; 5] = [Self::Token, Self::Clock, Self::Call, Self::Quota, Self::Callback];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Clock => "clock",
            Self::Call => "call",
            Self::Quota => "quota",
            Self::Callback => "callback",
        }
    }

    /// The check of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One thing that was looked at. Notes are safe to show and log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub kind: CheckKind,
    /// Whether it is well.
    pub ok: bool,
    /// WeChat's `errcode`, where it refused.
    pub code: Option<i64>,
    /// What was found, in words.
    pub note: String,
    /// What was found, as a number: seconds the token lives, seconds our clock is ahead, addresses listed, calls left,
    /// addresses of ours that WeChat reached.
    pub number: Option<i64>,
}

/// What a test of the connection found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionTest {
    /// When.
    pub tested_at: Timestamp,
    /// What.
    pub checks: Vec<Check>,
}

impl ConnectionTest {
    /// Whether all is well.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.checks.iter().all(|check| check.ok)
    }

    /// What one check found, where it was made.
    #[must_use]
    pub fn of(&self, kind: CheckKind) -> Option<&Check> {
        self.checks.iter().find(|check| check.kind == kind)
    }
}

/// Tries an account's credentials out at WeChat. MUST be bounded in time, change nothing at WeChat, and end no token
/// that is in use.
#[async_trait]
pub trait ConnectionProbe: Send + Sync {
    /// Looks at everything, whatever the account's `enabled` says.
    async fn test(&self, setup: &AccountSetup) -> ConnectionTest;
}
