//! To whom a message goes.

use std::collections::BTreeSet;
use std::fmt;

use super::recipient::RecipientKind;
use crate::validation::FieldFaults;

/// What is asked for. `Debug` shows counts.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct StaffAudienceDraft {
    /// Everybody whom the application sees; then nothing else may be named.
    pub everyone: bool,
    /// Members, by user id.
    pub users: Vec<String>,
    /// Departments, with all their members.
    pub parties: Vec<i64>,
    /// Tags of the directory, with all their members.
    pub tags: Vec<i64>,
}

impl fmt::Debug for StaffAudienceDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StaffAudienceDraft")
            .field("everyone", &self.everyone)
            .field("users", &self.users.len())
            .field("parties", &self.parties.len())
            .field("tags", &self.tags.len())
            .finish()
    }
}

/// To whom a message goes, without repetitions. `Debug` shows counts.
#[derive(Clone, PartialEq, Eq)]
pub struct StaffAudience(StaffAudienceDraft);

impl fmt::Debug for StaffAudience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The recipients of one call: what WeCom is told in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartAudience(pub Vec<(RecipientKind, String)>);

impl StaffAudience {
    /// Members of one call (40032 beyond).
    pub const USERS_PER_CALL: usize = 1_000;
    /// Departments of one message (82002 beyond).
    pub const MOST_PARTIES: usize = 100;
    /// Tags of one message (82003 beyond).
    pub const MOST_TAGS: usize = 100;
    /// Members of one message: a hundred calls.
    pub const MOST_USERS: usize = 100_000;
    /// Longest user id, in bytes.
    const LONGEST_USER: usize = 64;

    /// Reads who is meant. User ids are the same whatever the case of their letters; the first spelling stays.
    ///
    /// # Errors
    /// Under `recipients`, `recipients.users`, `recipients.parties` and `recipients.tags`.
    pub fn new(draft: StaffAudienceDraft) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        let is_anybody_named = !(draft.users.is_empty() && draft.parties.is_empty() && draft.tags.is_empty());
        if draft.everyone == is_anybody_named {
            faults.add(
                "recipients",
                if draft.everyone {
                    "everyone goes with nobody else"
                } else {
                    "must name somebody, or everyone"
                },
            );
        }
        let mut seen = BTreeSet::new();
        let mut users = draft.users;
        users.retain(|user| seen.insert(user.to_ascii_lowercase()));
        if !users.iter().all(|user| is_user_id(user)) {
            faults.add(
                "recipients.users",
                "each must have 1 to 64 bytes, without | and white space, and not begin with @",
            );
        }
        check_count(&mut faults, "recipients.users", users.len(), Self::MOST_USERS);
        let (parties, tags) = (distinct(draft.parties), distinct(draft.tags));
        for (field, ids, most) in [
            ("recipients.parties", &parties, Self::MOST_PARTIES),
            ("recipients.tags", &tags, Self::MOST_TAGS),
        ] {
            check_count(&mut faults, field, ids.len(), most);
            if ids.iter().any(|id| *id < 1) {
                faults.add(field, "each must be a positive number");
            }
        }
        faults.check()?;
        Ok(Self(StaffAudienceDraft {
            everyone: draft.everyone,
            users,
            parties,
            tags,
        }))
    }

    /// Whether it goes to everybody whom the application sees.
    #[must_use]
    pub const fn is_everyone(&self) -> bool {
        self.0.everyone
    }

    /// The calls it takes: departments and tags go with the first thousand members.
    #[must_use]
    pub fn parts(&self) -> Vec<PartAudience> {
        if self.0.everyone {
            return vec![PartAudience(vec![(RecipientKind::Everyone, String::new())])];
        }
        let numbered = |kind, ids: &[i64]| ids.iter().map(move |id| (kind, id.to_string())).collect::<Vec<_>>();
        let mut first = numbered(RecipientKind::Party, &self.0.parties);
        first.extend(numbered(RecipientKind::Tag, &self.0.tags));
        let mut parts: Vec<_> = self
            .0
            .users
            .chunks(Self::USERS_PER_CALL)
            .map(|users| {
                users
                    .iter()
                    .map(|user| (RecipientKind::User, user.clone()))
                    .collect::<Vec<_>>()
            })
            .collect();
        match parts.first_mut() {
            Some(part) => part.extend(first),
            None => parts.push(first),
        }
        parts.into_iter().map(PartAudience).collect()
    }
}

/// 1 to 64 bytes that cannot be taken for several members, or for all of them (`@all`).
pub(super) fn is_user_id(text: &str) -> bool {
    let is_plain = |one: char| one != '|' && !one.is_whitespace() && !one.is_control();
    (1..=StaffAudience::LONGEST_USER).contains(&text.len()) && !text.starts_with('@') && text.chars().all(is_plain)
}

fn check_count(faults: &mut FieldFaults, field: &'static str, count: usize, most: usize) {
    if count > most {
        faults.add(field, format!("must be at most {most}"));
    }
}

fn distinct(ids: Vec<i64>) -> Vec<i64> {
    let mut seen = BTreeSet::new();
    ids.into_iter().filter(|id| seen.insert(*id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(users: usize) -> StaffAudienceDraft {
        StaffAudienceDraft {
            users: (0..users).map(|number| format!("u{number}")).collect(),
            ..StaffAudienceDraft::default()
        }
    }

    #[test]
    fn members_are_named_a_thousand_at_a_time_and_the_rest_goes_with_the_first() {
        let audience = StaffAudience::new(StaffAudienceDraft {
            parties: vec![2, 2],
            tags: vec![3],
            ..draft(2_001)
        });
        let sizes: Vec<_> = audience.unwrap().parts().iter().map(|part| part.0.len()).collect();
        assert_eq!(sizes, [1_002, 1_000, 1]);
        let parties = StaffAudienceDraft {
            parties: vec![2],
            ..StaffAudienceDraft::default()
        };
        assert_eq!(StaffAudience::new(parties).unwrap().parts().len(), 1);
    }

    #[test]
    fn a_member_is_one_whatever_the_case() {
        let users = vec!["ZhangSan".to_owned(), "zhangsan".to_owned()];
        let audience = StaffAudience::new(StaffAudienceDraft { users, ..draft(0) }).unwrap();
        assert_eq!(audience.parts()[0].0, [(RecipientKind::User, "ZhangSan".to_owned())]);
    }

    #[test]
    fn nobody_and_everybody_with_somebody_are_refused() {
        assert!(StaffAudience::new(draft(0)).is_err());
        let everyone = |users| StaffAudienceDraft {
            everyone: true,
            ..draft(users)
        };
        assert!(StaffAudience::new(everyone(1)).is_err());
        let all = StaffAudience::new(everyone(0)).unwrap();
        assert_eq!(all.parts()[0].0, [(RecipientKind::Everyone, String::new())]);
    }

    #[test]
    fn ids_that_mean_others_are_refused() {
        for user in ["", "a|b", "@all", "a b", &"x".repeat(65)] {
            let users = vec![user.to_owned()];
            assert!(
                StaffAudience::new(StaffAudienceDraft { users, ..draft(0) }).is_err(),
                "{user}"
            );
        }
        for ids in [vec![0], (1..=101).collect()] {
            let wrong = StaffAudienceDraft {
                parties: ids,
                ..draft(0)
            };
            assert!(StaffAudience::new(wrong).is_err());
        }
        assert!(!format!("{:?}", draft(1)).contains("u0"));
    }
}
