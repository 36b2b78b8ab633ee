//! Recipients, and what became of each.

use std::collections::HashSet;
use std::fmt;

use uuid::Uuid;

/// What a recipient is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecipientKind {
    /// Everybody whom the application sees.
    Everyone,
    /// A member.
    User,
    /// A department.
    Party,
    /// A tag of the directory.
    Tag,
}

impl RecipientKind {
    const ALL: [Self; 4] = [Self::Everyone, Self::User, Self::Party, Self::Tag];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::User => "user",
            Self::Party => "party",
            Self::Tag => "tag",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What became of a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecipientOutcome {
    /// Not sent yet.
    Waiting,
    /// WeCom took it. Whether it arrives is not told: beyond 30 messages a minute to one member it is dropped silently.
    Accepted,
    /// There is no such member, department or tag, or the application does not see it.
    Invalid,
    /// The member has no licence of the interface.
    Unlicensed,
    /// WeCom refused the call.
    Failed,
    /// No answer came: it may have been sent.
    Unknown,
}

impl RecipientOutcome {
    /// Every outcome.
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::Accepted,
        Self::Invalid,
        Self::Unlicensed,
        Self::Failed,
        Self::Unknown,
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Invalid => "invalid",
            Self::Unlicensed => "unlicensed",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// The outcome of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

/// One recipient of a message. `Debug` shows no name.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Its place in the message: ids ascend.
    pub id: Uuid,
    /// The part it belongs to.
    pub part: u32,
    /// What it is.
    pub kind: RecipientKind,
    /// The user id, or the number of the department or tag; empty for everyone.
    pub name: String,
    /// What became of it.
    pub outcome: RecipientOutcome,
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recipient")
            .field("kind", &self.kind)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

/// WeCom's answer to a call. Taken does not mean for everybody. `Debug` shows the message's id.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SendReport {
    /// Members it did not go to, in any case of letters.
    pub invalid_users: Vec<String>,
    /// Departments it did not go to.
    pub invalid_parties: Vec<String>,
    /// Tags it did not go to.
    pub invalid_tags: Vec<String>,
    /// Members without a licence, in any case of letters.
    pub unlicensed_users: Vec<String>,
    /// Names the message for a recall.
    pub msg_id: Option<String>,
}

impl fmt::Debug for SendReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendReport")
            .field("msg_id", &self.msg_id)
            .finish_non_exhaustive()
    }
}

impl SendReport {
    /// What became of each recipient of the call.
    #[must_use]
    pub fn outcomes(&self, recipients: &[Recipient]) -> Vec<(Uuid, RecipientOutcome)> {
        let folded = |list: &[String]| -> HashSet<String> { list.iter().map(|id| id.to_ascii_lowercase()).collect() };
        let (invalid, unlicensed) = (folded(&self.invalid_users), folded(&self.unlicensed_users));
        let (parties, tags) = (folded(&self.invalid_parties), folded(&self.invalid_tags));
        let outcome = |recipient: &Recipient| {
            let name = recipient.name.to_ascii_lowercase();
            let (is_unlicensed, is_invalid) = match recipient.kind {
                RecipientKind::Everyone => (false, false),
                RecipientKind::User => (unlicensed.contains(&name), invalid.contains(&name)),
                RecipientKind::Party => (false, parties.contains(&name)),
                RecipientKind::Tag => (false, tags.contains(&name)),
            };
            let outcome = match (is_unlicensed, is_invalid) {
                (true, _) => RecipientOutcome::Unlicensed,
                (false, true) => RecipientOutcome::Invalid,
                (false, false) => RecipientOutcome::Accepted,
            };
            (recipient.id, outcome)
        };
        recipients.iter().map(outcome).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipient_has_its_own_outcome_whatever_the_case() {
        let recipient = |number, kind, name: &str| Recipient {
            id: Uuid::from_u128(number),
            part: 1,
            kind,
            name: name.to_owned(),
            outcome: RecipientOutcome::Waiting,
        };
        let recipients = [
            recipient(1, RecipientKind::User, "ZhangSan"),
            recipient(2, RecipientKind::User, "LiSi"),
            recipient(3, RecipientKind::User, "2"),
            recipient(4, RecipientKind::Party, "2"),
            recipient(5, RecipientKind::Tag, "2"),
        ];
        let report = SendReport {
            invalid_users: vec!["zhangsan".to_owned()],
            unlicensed_users: vec!["lisi".to_owned()],
            invalid_parties: vec!["2".to_owned()],
            ..SendReport::default()
        };
        let outcomes: Vec<_> = report.outcomes(&recipients).into_iter().map(|one| one.1).collect();
        use RecipientOutcome::{Accepted, Invalid, Unlicensed};
        assert_eq!(outcomes, [Invalid, Unlicensed, Accepted, Invalid, Accepted]);
        assert!(!format!("{:?}", recipients[0]).contains("Zhang"));
    }

    #[test]
    fn names_lead_back() {
        for outcome in RecipientOutcome::ALL {
            assert_eq!(RecipientOutcome::from_name(outcome.name()), Some(outcome));
        }
        for kind in RecipientKind::ALL {
            assert_eq!(RecipientKind::from_name(kind.name()), Some(kind));
        }
    }
}
