//! One person under several open ids, joined by union id.
//!
//! Every account knows a person by another open id. Accounts that are bound to one Open Platform account also tell a
//! union id (UnionID), which is the same at all of them: where two open ids have it in common, they are one person.

use std::fmt;

use crate::ids::PersonId;
use crate::text::{TextFault, single_line};
use crate::time::Timestamp;

/// WeChat's id of a person at all accounts of one Open Platform account (UnionID). Case-sensitive and never logged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnionId(String);

impl UnionId {
    /// 1 to 128 characters on one line.
    ///
    /// # Errors
    /// The first rule that `text` breaks.
    pub fn new(text: &str) -> Result<Self, TextFault> {
        single_line(text, 1..=128).map(Self)
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnionId(…)")
    }
}

/// Where an identity was learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LearnedFrom {
    /// The profile of a follower.
    FollowerProfile,
    /// A full synchronisation of followers.
    FollowerSync,
    /// A sign-in on a web page inside WeChat.
    WebLogin,
    /// A sign-in in a mini program.
    MiniProgramLogin,
    /// A customer of a WeCom member.
    WecomContact,
    /// A message.
    Message,
}

impl LearnedFrom {
    /// Every place.
    pub const ALL: [Self; 6] = [
        Self::FollowerProfile,
        Self::FollowerSync,
        Self::WebLogin,
        Self::MiniProgramLogin,
        Self::WecomContact,
        Self::Message,
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FollowerProfile => "follower-profile",
            Self::FollowerSync => "follower-sync",
            Self::WebLogin => "web-login",
            Self::MiniProgramLogin => "mini-program-login",
            Self::WecomContact => "wecom-contact",
            Self::Message => "message",
        }
    }

    /// The place of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.name() == name)
    }
}

/// Two people who turned out to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMerge {
    /// Who was merged away.
    pub from: PersonId,
    /// Who they are now.
    pub into: PersonId,
    /// What both had in common; `None` once it was forgotten.
    pub union_id: Option<UnionId>,
    /// Where it was learned.
    pub learned_from: LearnedFrom,
    /// When.
    pub at: Timestamp,
}

/// What happened to a person. Tells neither open ids nor union ids: the event log is never changed, personal data must
/// be deletable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonHappened {
    /// Somebody was seen for the first time.
    Appeared {
        /// Where.
        learned_from: LearnedFrom,
    },
    /// A further open id turned out to be theirs.
    IdentityAdded {
        /// Where.
        learned_from: LearnedFrom,
    },
    /// A union id turned out to be theirs.
    UnionLearned {
        /// Where.
        learned_from: LearnedFrom,
    },
    /// Another person turned out to be the same.
    Merged {
        /// Who was merged away.
        from: PersonId,
        /// Where it was learned.
        learned_from: LearnedFrom,
    },
    /// Their union ids were forgotten.
    UnionForgotten,
}

/// All of a person, for adapters to store and restore it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPerson {
    /// Their id.
    pub id: PersonId,
    /// When they were first seen.
    pub created_at: Timestamp,
    /// Who they turned out to be.
    pub merged_into: Option<PersonId>,
    /// Counts changes from 1; also the version of their stream in the event log.
    pub version: u64,
}

/// A person, under however many open ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    stored: StoredPerson,
}

/// Why two people are not merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MergeRefusal {
    /// It is one person already.
    #[error("a person cannot be merged with themselves")]
    Same,
    /// One of them is somebody else by now.
    #[error("the person was merged into somebody else before")]
    MergedBefore,
}

impl Person {
    /// Somebody seen for the first time.
    #[must_use]
    pub const fn appear(id: PersonId, learned_from: LearnedFrom, now: Timestamp) -> (Self, PersonHappened) {
        let stored = StoredPerson {
            id,
            created_at: now,
            merged_into: None,
            version: 1,
        };
        (Self { stored }, PersonHappened::Appeared { learned_from })
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredPerson) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredPerson {
        &self.stored
    }

    /// Their id.
    #[must_use]
    pub const fn id(&self) -> PersonId {
        self.stored.id
    }

    /// Whether they turned out to be somebody else.
    #[must_use]
    pub const fn is_merged(&self) -> bool {
        self.stored.merged_into.is_some()
    }

    /// Notes a change of what belongs to them.
    #[must_use]
    pub const fn note(&mut self, happened: PersonHappened) -> PersonHappened {
        self.stored.version += 1;
        happened
    }

    /// Makes two people one. The older survives; the smaller id decides between two of one instant.
    ///
    /// # Errors
    /// When they are one already or one of them is somebody else by now.
    pub fn merge(
        one: Self,
        other: Self,
        learned_from: LearnedFrom,
    ) -> Result<(Self, Self, PersonHappened), MergeRefusal> {
        if one.id() == other.id() {
            return Err(MergeRefusal::Same);
        }
        if one.is_merged() || other.is_merged() {
            return Err(MergeRefusal::MergedBefore);
        }
        let age = |person: &Self| (person.stored.created_at, person.id());
        let (mut survivor, mut gone) = if age(&one) < age(&other) {
            (one, other)
        } else {
            (other, one)
        };
        gone.stored.merged_into = Some(survivor.id());
        gone.stored.version += 1;
        let from = gone.id();
        let happened = survivor.note(PersonHappened::Merged { from, learned_from });
        Ok((survivor, gone, happened))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(number: u128, second: i64) -> Person {
        let id = PersonId::from_uuid(Uuid::from_u128(number));
        Person::appear(id, LearnedFrom::Message, Timestamp::from_unix_seconds(second)).0
    }

    #[test]
    fn the_older_survives_whoever_is_named_first() {
        for (one, other) in [
            (person(9, 1), person(1, 2)),
            (person(1, 2), person(9, 1)),
            (person(10, 1), person(9, 1)),
        ] {
            let (survivor, gone, _) = Person::merge(one, other, LearnedFrom::WebLogin).unwrap();
            assert_eq!(survivor.id().uuid().as_u128(), 9);
            assert_eq!(gone.stored().merged_into, Some(survivor.id()));
            assert_eq!((survivor.stored().version, gone.stored().version), (2, 2));
        }
    }

    #[test]
    fn nobody_is_merged_twice_or_with_themselves() {
        let merge = |one, other| Person::merge(one, other, LearnedFrom::WebLogin);
        assert_eq!(merge(person(1, 1), person(1, 1)), Err(MergeRefusal::Same));
        let (survivor, gone, _) = merge(person(1, 1), person(2, 2)).unwrap();
        assert_eq!(merge(gone, person(3, 3)), Err(MergeRefusal::MergedBefore));
        assert!(merge(survivor, person(3, 3)).is_ok());
    }

    #[test]
    fn a_union_id_is_not_shown() {
        let union_id = UnionId::new(" u1 ").unwrap();
        assert_eq!(union_id.as_str(), "u1");
        assert!(!format!("{union_id:?}").contains("u1"));
        assert!(UnionId::new("").is_err());
    }
}
