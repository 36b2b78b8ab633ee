//! Which member of a WeCom corporation an operator is.

use std::fmt;

use crate::ids::OperatorId;
use crate::time::Timestamp;
use crate::validation::FieldFaults;
use crate::wechat::account::AccountName;

/// A member as one of our WeCom accounts knows them. `Debug` shows no user id.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WecomUser {
    account: String,
    user_id: String,
}

impl fmt::Debug for WecomUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WecomUser")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

impl WecomUser {
    /// Reads our name of the account and WeCom's user id: 1 to 64 bytes, the same whatever the case of its letters.
    ///
    /// # Errors
    /// Under the fields `account` and `userId`.
    pub fn new(account: &str, user_id: &str) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        faults.keep("account", AccountName::new(account));
        let is_plain = |one: char| one != '|' && !one.is_whitespace() && !one.is_control();
        if !((1..=64).contains(&user_id.len()) && user_id.chars().all(is_plain)) {
            faults.add("userId", "must have 1 to 64 bytes, without | and white space");
        }
        faults.check()?;
        Ok(Self {
            account: account.to_owned(),
            user_id: user_id.to_ascii_lowercase(),
        })
    }

    /// Our name of the account.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// WeCom's user id, in lower case.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.user_id
    }
}

/// What happened to a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WecomLinkHappened {
    /// The operator is a member, known through this account.
    Linked {
        /// Our name of the account.
        account: String,
    },
    /// The operator is no member any more.
    Unlinked,
}

/// The member that an operator is. A link that ended stays without a member, so that its versions go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WecomLink {
    /// The operator.
    pub operator: OperatorId,
    /// The member.
    pub user: Option<WecomUser>,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Counts changes from 1.
    pub version: u64,
}

impl WecomLink {
    /// Links an operator, in place of whoever they were before; without happening where they are that member already.
    #[must_use]
    pub fn linked(
        before: Option<&Self>,
        operator: OperatorId,
        user: WecomUser,
        now: Timestamp,
    ) -> (Self, Option<WecomLinkHappened>) {
        if let Some(same) = before.filter(|before| before.user.as_ref() == Some(&user)) {
            return (same.clone(), None);
        }
        let happened = WecomLinkHappened::Linked {
            account: user.account.clone(),
        };
        let link = Self {
            operator,
            user: Some(user),
            changed_at: now,
            version: before.map_or(1, |before| before.version + 1),
        };
        (link, Some(happened))
    }

    /// Ends a link; `None` when there is none.
    pub fn unlink(&mut self, now: Timestamp) -> Option<WecomLinkHappened> {
        self.user.take()?;
        self.changed_at = now;
        self.version += 1;
        Some(WecomLinkHappened::Unlinked)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_link_is_replaced_ended_once_and_its_versions_go_on() {
        let operator = OperatorId::from_uuid(Uuid::nil());
        let user = |id| WecomUser::new("app", id).unwrap();
        let (mut link, happened) = WecomLink::linked(None, operator, user("ZhangSan"), Timestamp::MIN);
        assert!(happened.is_some() && link.version == 1);
        let (same, happened) = WecomLink::linked(Some(&link), operator, user("zhangsan"), Timestamp::MAX);
        assert!(happened.is_none() && same == link, "user ids have no case");
        assert_eq!(link.unlink(Timestamp::MAX), Some(WecomLinkHappened::Unlinked));
        assert_eq!(link.unlink(Timestamp::MAX), None);
        let (again, _) = WecomLink::linked(Some(&link), operator, user("lisi"), Timestamp::MAX);
        assert_eq!(again.version, 3);
        assert!(!format!("{again:?}").contains("lisi"));
    }

    #[test]
    fn what_is_no_member_is_refused() {
        for (account, user) in [("", "x"), ("App!", "x"), ("app", ""), ("app", "a|b"), ("app", "a b")] {
            assert!(WecomUser::new(account, user).is_err(), "{account} {user}");
        }
        assert!(WecomUser::new("app", &"x".repeat(65)).is_err());
    }
}
