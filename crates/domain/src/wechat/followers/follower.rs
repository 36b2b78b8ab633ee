//! A person as a follower of one official account.

use std::collections::BTreeSet;
use std::fmt;

use super::{Remark, Statement};
use crate::attendance::PersonRef;
use crate::identity::UnionId;
use crate::ids::{FollowerId, FollowerSyncId};
use crate::time::Timestamp;

/// What WeChat tells of a follower. No name, picture, sex or place since 2021-12-27. `Debug` shows nothing personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FollowerProfile {
    /// When they last followed.
    pub subscribed_at: Option<Timestamp>,
    /// The person at all accounts of one Open Platform account.
    pub union_id: Option<UnionId>,
    /// Such as `zh_CN`.
    pub language: Option<String>,
    /// What the account noted.
    pub remark: Remark,
    /// Their tags.
    pub tags: BTreeSet<i64>,
    /// How they came, as WeChat writes it: `ADD_SCENE_QR_CODE` and so on.
    pub subscribe_scene: Option<String>,
    /// The number in the code they scanned.
    pub qr_scene: Option<String>,
    /// The text in the code they scanned.
    pub qr_scene_str: Option<String>,
}

impl fmt::Debug for FollowerProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FollowerProfile").finish_non_exhaustive()
    }
}

/// What happened to a follower. Tells nothing personal: the event log is never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowerHappened {
    /// They began to follow.
    Followed,
    /// They stopped following; what was known of them is deleted.
    Unfollowed,
    /// Their data was deleted because they or WeChat asked for it.
    Forgotten,
    /// Their remark was changed.
    RemarkChanged,
    /// They were put on the black list.
    Blocked,
    /// They were taken off the black list.
    Unblocked,
}

/// All of a follower, for adapters to store and restore it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFollower {
    /// Its id.
    pub id: FollowerId,
    /// Who.
    pub person: PersonRef,
    /// Whether they follow.
    pub subscribed: bool,
    /// The newest statement about that.
    pub stated: Statement,
    /// When they stopped.
    pub unsubscribed_at: Option<Timestamp>,
    /// Whether they are on the black list.
    pub blocked: bool,
    /// What WeChat tells of them; empty for those who do not follow.
    pub profile: FollowerProfile,
    /// When WeChat was last asked for it.
    pub profile_read_at: Option<Timestamp>,
    /// The last synchronisation whose list held them.
    pub listed_by: Option<FollowerSyncId>,
    /// When they were first seen.
    pub created_at: Timestamp,
    /// Counts changes from 1; also the version of their stream in the event log.
    pub version: u64,
}

/// A person as a follower of one official account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    stored: StoredFollower,
}

impl Follower {
    /// Somebody nothing was known of, who follows or does not, as `stated`.
    #[must_use]
    pub fn first_seen(
        id: FollowerId,
        person: PersonRef,
        subscribed: bool,
        stated: Statement,
        now: Timestamp,
    ) -> (Self, FollowerHappened) {
        let mut follower = Self {
            stored: StoredFollower {
                id,
                person,
                subscribed: false,
                stated,
                unsubscribed_at: None,
                blocked: false,
                profile: FollowerProfile::default(),
                profile_read_at: None,
                listed_by: None,
                created_at: now,
                version: 1,
            },
        };
        let happened = if subscribed {
            follower.enter();
            FollowerHappened::Followed
        } else {
            follower.leave();
            FollowerHappened::Unfollowed
        };
        (follower, happened)
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredFollower) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredFollower {
        &self.stored
    }

    /// Takes a statement that the person follows or does not. An older one than the newest changes nothing; one that
    /// says the same is only remembered. The first value tells whether anything is to be stored, the second what
    /// happened.
    pub fn state(&mut self, subscribed: bool, stated: Statement) -> (bool, Option<FollowerHappened>) {
        if stated <= self.stored.stated {
            return (false, None);
        }
        self.stored.stated = stated;
        self.stored.version += 1;
        if subscribed == self.stored.subscribed {
            return (true, None);
        }
        if subscribed {
            self.enter();
            (true, Some(FollowerHappened::Followed))
        } else {
            self.leave();
            (true, Some(FollowerHappened::Unfollowed))
        }
    }

    /// Notes that a synchronisation's list held them.
    pub const fn listed(&mut self, sync: FollowerSyncId) {
        self.stored.listed_by = Some(sync);
    }

    /// Takes what WeChat tells of them. Nothing is kept of somebody who does not follow. `false`: nothing to store.
    pub fn learn(&mut self, profile: FollowerProfile, now: Timestamp) -> bool {
        if !self.stored.subscribed {
            return false;
        }
        self.stored.profile = FollowerProfile {
            subscribed_at: profile.subscribed_at.or(self.stored.profile.subscribed_at),
            ..profile
        };
        self.stored.profile_read_at = Some(now);
        self.stored.version += 1;
        true
    }

    /// Takes a new remark.
    pub fn remark(&mut self, remark: Remark) -> Option<FollowerHappened> {
        if self.stored.profile.remark == remark {
            return None;
        }
        self.stored.profile.remark = remark;
        self.stored.version += 1;
        Some(FollowerHappened::RemarkChanged)
    }

    /// Puts them on the black list or takes them off.
    pub const fn block(&mut self, blocked: bool) -> Option<FollowerHappened> {
        if self.stored.blocked == blocked {
            return None;
        }
        self.stored.blocked = blocked;
        self.stored.version += 1;
        Some(if blocked {
            FollowerHappened::Blocked
        } else {
            FollowerHappened::Unblocked
        })
    }

    /// Deletes what is known of them. Whether they follow is kept.
    #[must_use]
    pub fn forget(&mut self) -> FollowerHappened {
        self.stored.profile = FollowerProfile::default();
        self.stored.profile_read_at = None;
        self.stored.version += 1;
        FollowerHappened::Forgotten
    }

    fn enter(&mut self) {
        self.stored.subscribed = true;
        self.stored.unsubscribed_at = None;
        // A list does not say since when.
        self.stored.profile.subscribed_at = (!self.stored.stated.by().is_nil()).then_some(self.stored.stated.at());
    }

    fn leave(&mut self) {
        self.stored.subscribed = false;
        self.stored.unsubscribed_at = Some(self.stored.stated.at());
        self.stored.profile = FollowerProfile::default();
        self.stored.profile_read_at = None;
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::MessageId;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_unix_seconds(second)
    }

    fn said(number: u128, second: i64) -> Statement {
        Statement::of_message(MessageId::from_uuid(Uuid::from_u128(number)), second)
    }

    fn follower(subscribed: bool, second: i64) -> Follower {
        let person = PersonRef {
            account: "default".to_owned(),
            open_id: "o-ann".to_owned(),
        };
        let id = FollowerId::from_uuid(Uuid::from_u128(1));
        Follower::first_seen(id, person, subscribed, said(1, second), at(second)).0
    }

    fn profile() -> FollowerProfile {
        FollowerProfile {
            remark: Remark::new("小王").unwrap(),
            tags: BTreeSet::from([2, 100]),
            ..FollowerProfile::default()
        }
    }

    #[test]
    fn whoever_stops_following_leaves_nothing_behind() {
        let mut ann = follower(true, 100);
        assert!(ann.learn(profile(), at(101)));
        assert_eq!(ann.stored().profile.subscribed_at, Some(at(100)));
        assert_eq!(
            ann.state(false, said(2, 200)),
            (true, Some(FollowerHappened::Unfollowed))
        );
        assert_eq!(ann.stored().profile, FollowerProfile::default());
        assert_eq!(ann.stored().unsubscribed_at, Some(at(200)));
        assert!(
            !ann.learn(profile(), at(201)),
            "a profile that was on its way is not kept"
        );
    }

    #[test]
    fn events_out_of_order_come_out_as_in_order() {
        let mut ann = follower(true, 300);
        assert_eq!(ann.state(false, said(2, 200)), (false, None), "it was told late");
        assert!(ann.stored().subscribed);
        let mut ben = follower(false, 300);
        assert_eq!(ben.state(true, said(3, 300)), (true, Some(FollowerHappened::Followed)));
        assert_eq!(ben.state(true, said(3, 300)), (false, None), "told twice");
    }

    #[test]
    fn a_list_is_older_than_an_event_after_it_was_asked_for() {
        let mut ann = follower(true, 100);
        assert_eq!(ann.state(false, Statement::of_list(at(130))), (false, None));
        let list = Statement::of_list(at(161));
        assert_eq!(ann.state(false, list), (true, Some(FollowerHappened::Unfollowed)));
        assert_eq!(ann.state(true, said(9, 102)), (true, Some(FollowerHappened::Followed)));
    }

    #[test]
    fn what_is_the_same_is_no_change() {
        let mut ann = follower(true, 100);
        assert_eq!(ann.remark(Remark::default()), None);
        assert_eq!(ann.block(false), None);
        assert_eq!(ann.block(true), Some(FollowerHappened::Blocked));
        assert_eq!(ann.stored().version, 2);
        assert_eq!(ann.forget(), FollowerHappened::Forgotten);
        assert!(ann.stored().subscribed && ann.stored().blocked);
    }
}
