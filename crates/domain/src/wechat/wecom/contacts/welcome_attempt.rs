//! Welcoming one new contact.

use crate::ids::MessageId;
use crate::time::Timestamp;

/// How the welcoming of a contact ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WelcomeEnd {
    /// WeCom took the welcome.
    Sent,
    /// WeCom may have taken it: a call got no answer until the time was over.
    Unknown,
    /// The time was over before WeCom could be asked, or asked again.
    TooLate,
    /// WeCom says that the time was over (41050).
    Expired,
    /// Another application was faster (41051).
    AlreadyWelcomed,
    /// WeCom refused it.
    Refused,
    /// A file of it is gone, or could not be brought to WeCom.
    NoMedium,
}

impl WelcomeEnd {
    /// Every end.
    pub const ALL: [Self; 7] = [
        Self::Sent,
        Self::Unknown,
        Self::TooLate,
        Self::Expired,
        Self::AlreadyWelcomed,
        Self::Refused,
        Self::NoMedium,
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::TooLate => "too-late",
            Self::Expired => "expired",
            Self::AlreadyWelcomed => "already-welcomed",
            Self::Refused => "refused",
            Self::NoMedium => "no-medium",
        }
    }

    /// The end of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.name() == name)
    }
}

/// Welcoming one new contact, who gave a code that serves once. That makes a repeated call harmless: WeCom answers it
/// with 41051 if an earlier one arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WelcomeAttempt {
    /// The message that brought the code.
    pub id: MessageId,
    /// Our name of the account.
    pub account: String,
    /// Calls begun.
    pub calls: u32,
    /// Whether a call was begun whose outcome is not known.
    pub in_doubt: bool,
    /// WeCom's code of a refusal.
    pub code: Option<i64>,
    /// How it ended.
    pub end: Option<WelcomeEnd>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last came on.
    pub updated_at: Timestamp,
}

impl WelcomeAttempt {
    /// One that begins.
    #[must_use]
    pub const fn new(id: MessageId, account: String, now: Timestamp) -> Self {
        Self {
            id,
            account,
            calls: 0,
            in_doubt: false,
            code: None,
            end: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// Notes that WeCom is asked now. Answers whether an earlier call is in doubt.
    pub const fn call(&mut self, now: Timestamp) -> bool {
        let was_in_doubt = self.in_doubt;
        self.calls += 1;
        self.in_doubt = true;
        self.updated_at = now;
        was_in_doubt
    }

    /// WeCom certainly did not take it; it may be asked again.
    pub const fn not_done(&mut self, was_in_doubt: bool, now: Timestamp) {
        self.in_doubt = was_in_doubt;
        self.updated_at = now;
    }

    /// It ends. Where a call is in doubt, WeCom may have taken it whatever it says of another.
    pub fn end(&mut self, end: WelcomeEnd, code: Option<i64>, was_in_doubt: bool, now: Timestamp) -> WelcomeEnd {
        let end = match end {
            WelcomeEnd::AlreadyWelcomed if was_in_doubt => WelcomeEnd::Sent,
            WelcomeEnd::TooLate | WelcomeEnd::Expired if was_in_doubt => WelcomeEnd::Unknown,
            end => end,
        };
        self.end = Some(end);
        self.code = code;
        self.in_doubt = false;
        self.updated_at = now;
        end
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_call_in_doubt_may_have_arrived() {
        let now = Timestamp::from_unix_seconds(0);
        let attempt = || WelcomeAttempt::new(MessageId::from_uuid(Uuid::nil()), "corp".to_owned(), now);
        let mut clear = attempt();
        assert!(!clear.call(now));
        clear.not_done(false, now);
        assert!(!clear.call(now), "the first is not in doubt");
        assert_eq!(
            clear.end(WelcomeEnd::AlreadyWelcomed, None, false, now),
            WelcomeEnd::AlreadyWelcomed
        );
        let mut doubtful = attempt();
        doubtful.call(now);
        let was_in_doubt = doubtful.call(now);
        assert_eq!(
            doubtful.end(WelcomeEnd::AlreadyWelcomed, None, was_in_doubt, now),
            WelcomeEnd::Sent
        );
        assert_eq!(
            doubtful.end(WelcomeEnd::TooLate, None, was_in_doubt, now),
            WelcomeEnd::Unknown
        );
    }
}
