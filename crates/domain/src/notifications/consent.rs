//! Consents to subscribe notifications (订阅授权): who can still be reached under which template.
//!
//! Each acceptance in a dialog allows one message; acceptances add up. Sources:
//! <https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/intro.html>,
//! <https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/subscribe-message.html>.

use crate::attendance::PersonRef;
use crate::time::Timestamp;

/// What changed the number of messages that a person allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentChange {
    /// Accepted in a dialog: one more.
    Granted,
    /// A message was sent, or may have been: one less.
    Used,
    /// Refused in the settings, or WeChat said so (43101): none are left.
    Withdrawn,
}

impl ConsentChange {
    /// The stable name, used in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Used => "used",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The change of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Granted, Self::Used, Self::Withdrawn]
            .into_iter()
            .find(|change| change.name() == name)
    }

    /// At one instant, what gives comes before what takes.
    const fn rank(self) -> u8 {
        match self {
            Self::Granted => 0,
            Self::Used => 1,
            Self::Withdrawn => 2,
        }
    }
}

/// One change for one person and template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentEntry {
    /// What brought it about, unique: `message:<id>:<place>` or `delivery:<id>`.
    pub source: String,
    /// Whose consent.
    pub person: PersonRef,
    /// WeChat's template id.
    pub template_id: String,
    /// What changed.
    pub change: ConsentChange,
    /// When, as WeChat says.
    pub at: Timestamp,
}

/// How many messages the person still allows, given all changes in any order.
#[must_use]
pub fn remaining(changes: &[(Timestamp, ConsentChange)]) -> u32 {
    let mut sorted = changes.to_vec();
    sorted.sort_by_key(|(at, change)| (*at, change.rank()));
    sorted.iter().fold(0_u32, |left, (_, change)| match change {
        ConsentChange::Granted => left.saturating_add(1),
        ConsentChange::Used => left.saturating_sub(1),
        ConsentChange::Withdrawn => 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64, change: ConsentChange) -> (Timestamp, ConsentChange) {
        (Timestamp::from_unix_seconds(second), change)
    }

    #[test]
    fn acceptances_add_up_and_messages_use_them() {
        use ConsentChange::{Granted, Used};
        assert_eq!(remaining(&[]), 0);
        assert_eq!(remaining(&[at(1, Granted), at(2, Granted), at(3, Used)]), 1);
        assert_eq!(remaining(&[at(1, Used)]), 0, "never below none");
    }

    #[test]
    fn a_withdrawal_counts_by_its_time_and_not_by_its_arrival() {
        use ConsentChange::{Granted, Withdrawn};
        assert_eq!(remaining(&[at(9, Granted), at(5, Withdrawn), at(1, Granted)]), 1);
        assert_eq!(remaining(&[at(5, Withdrawn), at(1, Granted)]), 0);
    }
}
