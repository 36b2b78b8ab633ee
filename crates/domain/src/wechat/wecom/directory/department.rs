//! A department (部门).

use crate::ids::DirectorySyncId;
use crate::time::Timestamp;
use crate::wechat::followers::Statement;

/// What WeCom tells of a department. What it does not tell is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentFacts {
    /// WeCom's number of it.
    pub id: i64,
    /// Its name.
    pub name: Option<String>,
    /// The one above; `None` for the root and where it is not told.
    pub parent: Option<i64>,
    /// Its place among its siblings; larger first.
    pub order: Option<i64>,
}

/// A department of an account's corporation. One that is gone is kept, so that an older list does not bring it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Our name of the account.
    pub account: String,
    /// What is known of it.
    pub facts: DepartmentFacts,
    /// Whether it is there.
    pub present: bool,
    /// The newest statement about that.
    pub stated: Statement,
    /// The last synchronisation whose list held it.
    pub listed_by: Option<DirectorySyncId>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Department {
    /// One that nothing was known of.
    #[must_use]
    pub const fn first_seen(
        account: String,
        facts: DepartmentFacts,
        present: bool,
        stated: Statement,
        now: Timestamp,
    ) -> Self {
        Self {
            account,
            facts,
            present,
            stated,
            listed_by: None,
            updated_at: now,
        }
    }

    /// Takes a statement that it is there or not. An older one than the newest changes nothing.
    pub fn state(&mut self, present: bool, stated: Statement, now: Timestamp) -> bool {
        if stated <= self.stated {
            return false;
        }
        let changed = self.present != present;
        self.stated = stated;
        self.present = present;
        self.updated_at = now;
        changed
    }

    /// WeCom, asked after the statement `known` and before any other, knows no such department.
    pub fn not_found(&mut self, known: Statement, now: Timestamp) -> bool {
        if self.stated != known || !self.present {
            return false;
        }
        self.present = false;
        self.updated_at = now;
        true
    }

    /// Takes what WeCom tells; what it leaves out stays as it was known.
    pub fn learn(&mut self, facts: DepartmentFacts, now: Timestamp) {
        let before = self.facts.clone();
        self.facts.name = facts.name.or_else(|| before.name.clone());
        self.facts.parent = facts.parent.or(before.parent);
        self.facts.order = facts.order.or(before.order);
        if self.facts != before {
            self.updated_at = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(second: i64) -> Statement {
        Statement::of_list(Timestamp::from_unix_seconds(second))
    }

    #[test]
    fn an_older_list_does_not_bring_back_what_is_gone_and_left_out_facts_stay() {
        let facts = |name: Option<&str>| DepartmentFacts {
            id: 2,
            name: name.map(str::to_owned),
            parent: name.map(|_| 1),
            order: None,
        };
        let now = Timestamp::from_unix_seconds(0);
        let mut department = Department::first_seen("corp".to_owned(), facts(Some("市场部")), true, list(100), now);
        department.learn(facts(None), now);
        assert_eq!(department.facts, facts(Some("市场部")));
        assert!(department.state(false, list(200), now));
        assert!(!department.state(true, list(150), now) && !department.present);
        assert!(department.state(true, list(201), now) && department.present);
    }
}
