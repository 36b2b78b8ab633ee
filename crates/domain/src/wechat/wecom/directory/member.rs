//! A member (成员) of a corporation.

use std::collections::BTreeMap;
use std::fmt;

use crate::ids::{CorpMemberId, DirectorySyncId};
use crate::time::Timestamp;
use crate::wechat::followers::Statement;

/// How a member stands to the corporation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MemberState {
    /// Uses WeCom, or WeCom does not tell.
    Active,
    /// Blocked by the corporation's administrator.
    Disabled,
    /// Never signed in.
    NotActivated,
    /// Is not a member any more, or not visible to the application.
    Left,
}

impl MemberState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Active, Self::Disabled, Self::NotActivated, Self::Left];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::NotActivated => "not-activated",
            Self::Left => "left",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// WeCom's `status`.
    #[must_use]
    pub const fn of_wecom(status: i64) -> Option<Self> {
        Some(match status {
            1 => Self::Active,
            2 => Self::Disabled,
            4 => Self::NotActivated,
            5 => Self::Left,
            _ => return None,
        })
    }
}

/// What WeCom tells of a member; new applications are told little. What it does not tell is `None`. Numbers, addresses
/// and sex are left out: the product has no use for them. `Debug` shows nothing personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MemberFacts {
    /// Who.
    pub user_id: String,
    /// Name.
    pub name: Option<String>,
    /// Another name.
    pub alias: Option<String>,
    /// Position.
    pub position: Option<String>,
    /// Departments, and whether the member leads them.
    pub departments: Option<BTreeMap<i64, bool>>,
    /// The first department.
    pub main_department: Option<i64>,
    /// How they stand to the corporation.
    pub state: Option<MemberState>,
}

impl fmt::Debug for MemberFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemberFacts").finish_non_exhaustive()
    }
}

/// What happened to a member. Tells nothing personal: the event log is never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberHappened {
    /// They are a member.
    Joined,
    /// They are no member any more.
    Left,
    /// They got another id.
    Renamed,
}

/// All of a member, for adapters to store and restore it. `Debug` shows nothing personal.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredMember {
    /// Our id; it outlives WeCom's, which can be changed.
    pub id: CorpMemberId,
    /// Our name of the account.
    pub account: String,
    /// WeCom's id; letters' case does not matter.
    pub user_id: String,
    /// How they stand to the corporation.
    pub state: MemberState,
    /// The newest statement about whether they are a member.
    pub stated: Statement,
    /// When they left.
    pub left_at: Option<Timestamp>,
    /// Name.
    pub name: Option<String>,
    /// Another name.
    pub alias: Option<String>,
    /// Position.
    pub position: Option<String>,
    /// Departments, and whether the member leads them.
    pub departments: BTreeMap<i64, bool>,
    /// The first department.
    pub main_department: Option<i64>,
    /// When WeCom last told something new of them.
    pub read_at: Option<Timestamp>,
    /// The last synchronisation whose lists held them.
    pub listed_by: Option<DirectorySyncId>,
    /// When they were first seen.
    pub created_at: Timestamp,
    /// Counts changes from 1; also the version of their stream in the event log.
    pub version: u64,
}

impl fmt::Debug for StoredMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredMember")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    stored: StoredMember,
}

impl Member {
    /// Somebody nothing was known of, who is a member or is not, as `stated`.
    #[must_use]
    pub fn first_seen(
        id: CorpMemberId,
        account: &str,
        user_id: &str,
        present: bool,
        stated: Statement,
        now: Timestamp,
    ) -> (Self, MemberHappened) {
        let (state, happened) = if present {
            (MemberState::Active, MemberHappened::Joined)
        } else {
            (MemberState::Left, MemberHappened::Left)
        };
        let stored = StoredMember {
            id,
            account: account.to_owned(),
            user_id: user_id.to_owned(),
            state,
            stated,
            left_at: (!present).then(|| stated.at()),
            name: None,
            alias: None,
            position: None,
            departments: BTreeMap::new(),
            main_department: None,
            read_at: None,
            listed_by: None,
            created_at: now,
            version: 1,
        };
        (Self { stored }, happened)
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredMember) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredMember {
        &self.stored
    }

    /// Whether they are a member.
    #[must_use]
    pub const fn is_present(&self) -> bool {
        !matches!(self.stored.state, MemberState::Left)
    }

    /// Takes a statement that they are a member or not. An older one than the newest changes nothing; one that says the
    /// same is only remembered. The first value tells whether anything is to be stored, the second what happened.
    pub fn state(&mut self, present: bool, stated: Statement) -> (bool, Option<MemberHappened>) {
        if stated <= self.stored.stated {
            return (false, None);
        }
        self.stored.stated = stated;
        self.stored.version += 1;
        if present == self.is_present() {
            return (true, None);
        }
        (true, Some(self.turn(present)))
    }

    /// WeCom, asked after the statement `known` and before any other, knows no such member.
    pub fn not_found(&mut self, known: Statement) -> Option<MemberHappened> {
        if self.stored.stated != known || !self.is_present() {
            return None;
        }
        self.stored.version += 1;
        Some(self.turn(false))
    }

    /// Takes what WeCom tells of them; what it leaves out stays as it was known. Nothing is taken of somebody who left.
    /// `false`: nothing to store.
    pub fn learn(&mut self, facts: &MemberFacts, now: Timestamp) -> bool {
        if !self.is_present() {
            return false;
        }
        let mut known = self.stored.clone();
        let take = |new: &Option<String>, old: &mut Option<String>| {
            if new.is_some() {
                old.clone_from(new);
            }
        };
        take(&facts.name, &mut known.name);
        take(&facts.alias, &mut known.alias);
        take(&facts.position, &mut known.position);
        if let Some(departments) = &facts.departments {
            known.departments.clone_from(departments);
        }
        known.main_department = facts.main_department.or(known.main_department);
        known.state = facts
            .state
            .filter(|state| *state != MemberState::Left)
            .unwrap_or(known.state);
        if known == self.stored {
            return false;
        }
        known.read_at = Some(now);
        known.version += 1;
        self.stored = known;
        true
    }

    /// Notes that a synchronisation's lists held them.
    pub const fn listed(&mut self, sync: DirectorySyncId) {
        self.stored.listed_by = Some(sync);
    }

    /// Takes another id.
    pub fn rename(&mut self, user_id: &str) -> Option<MemberHappened> {
        if self.stored.user_id == user_id {
            return None;
        }
        user_id.clone_into(&mut self.stored.user_id);
        self.stored.version += 1;
        Some(MemberHappened::Renamed)
    }

    fn turn(&mut self, present: bool) -> MemberHappened {
        if present {
            self.stored.state = MemberState::Active;
            self.stored.left_at = None;
            return MemberHappened::Joined;
        }
        self.stored.state = MemberState::Left;
        self.stored.left_at = Some(self.stored.stated.at());
        MemberHappened::Left
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn list(second: i64) -> Statement {
        Statement::of_list(Timestamp::from_unix_seconds(second))
    }

    fn a_member() -> Member {
        let id = CorpMemberId::from_uuid(Uuid::from_u128(1));
        let now = Timestamp::from_unix_seconds(1);
        Member::first_seen(id, "corp", "Zoe", true, list(100), now).0
    }

    #[test]
    fn an_absent_field_erases_nothing() {
        let (mut member, now) = (a_member(), Timestamp::from_unix_seconds(2));
        let full = MemberFacts {
            name: Some("佐伊".to_owned()),
            position: Some("经理".to_owned()),
            departments: Some(BTreeMap::from([(1, false), (2, true)])),
            main_department: Some(2),
            state: Some(MemberState::NotActivated),
            ..MemberFacts::default()
        };
        assert!(member.learn(&full, now) && !member.learn(&full, now));
        let bare = MemberFacts {
            departments: Some(BTreeMap::from([(3, false)])),
            ..MemberFacts::default()
        };
        assert!(member.learn(&bare, now));
        let stored = member.stored();
        assert_eq!(
            (stored.name.as_deref(), stored.main_department),
            (Some("佐伊"), Some(2))
        );
        assert_eq!(stored.state, MemberState::NotActivated);
        assert_eq!(stored.departments, BTreeMap::from([(3, false)]));
    }

    #[test]
    fn the_newest_statement_counts() {
        let mut member = a_member();
        assert_eq!(member.state(false, list(200)), (true, Some(MemberHappened::Left)));
        assert_eq!(member.state(true, list(150)), (false, None));
        assert!(!member.learn(&MemberFacts::default(), Timestamp::MIN) && !member.is_present());
        assert_eq!(member.state(true, list(300)), (true, Some(MemberHappened::Joined)));
        assert_eq!(member.stored().left_at, None);
    }

    #[test]
    fn who_is_not_found_left_unless_something_newer_was_said_meanwhile() {
        let mut member = a_member();
        let asked = member.stored().stated;
        member.state(true, list(200));
        assert_eq!(member.not_found(asked), None);
        assert_eq!(member.not_found(list(200)), Some(MemberHappened::Left));
        assert_eq!(member.not_found(list(200)), None);
    }
}
