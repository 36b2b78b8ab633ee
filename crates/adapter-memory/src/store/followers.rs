//! Followers and their synchronisation inside transactions.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::ids::{FollowerId, FollowerSyncId, TagRunId};
use domain::wechat::Reply;
use domain::wechat::followers::{Follower, FollowerSync, TagRun};
use ports::StoreError;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::followers::{
    FollowerRepository, FollowersStore, FollowersTransaction, KnownTag, PersonalData, SyncRepository, TagRepository,
    TagRunMember,
};

use super::MemoryStore;
use super::state::duplicate;
use super::transaction::Transaction;

/// Everything about followers.
#[derive(Clone, Default)]
pub(super) struct Followers {
    pub(super) followers: BTreeMap<FollowerId, Follower>,
    pub(super) people: BTreeMap<PersonRef, FollowerId>,
    pub(super) syncs: BTreeMap<String, FollowerSync>,
    pub(super) tags: BTreeMap<(String, i64), KnownTag>,
    pub(super) runs: BTreeMap<TagRunId, (TagRun, Vec<TagRunMember>)>,
}

impl Followers {
    /// Those of an account who are known, by open id.
    pub(super) fn known<'a>(&'a self, account: &str, open_ids: &[String]) -> Vec<&'a Follower> {
        let mut open_ids = open_ids.to_vec();
        open_ids.sort_unstable();
        open_ids.dedup();
        let find = |open_id: String| {
            let account = account.to_owned();
            let id = self.people.get(&PersonRef { account, open_id })?;
            self.followers.get(id)
        };
        open_ids.into_iter().filter_map(find).collect()
    }

    /// Changes what is stored of followers as an adapter's statement would, without counting it.
    pub(super) fn alter(
        &mut self,
        fits: impl Fn(&Follower) -> bool,
        change: impl Fn(&mut domain::wechat::followers::StoredFollower),
    ) {
        for follower in self.followers.values_mut().filter(|follower| fits(follower)) {
            let mut stored = follower.stored().clone();
            change(&mut stored);
            *follower = Follower::restore(stored);
        }
    }
}

#[async_trait]
impl FollowersStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn FollowersTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl FollowersTransaction for Transaction {
    fn followers(&mut self) -> &mut dyn FollowerRepository {
        self
    }

    fn syncs(&mut self) -> &mut dyn SyncRepository {
        self
    }

    fn tags(&mut self) -> &mut dyn TagRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl FollowerRepository for Transaction {
    async fn find_for_update(&mut self, account: &str, open_ids: &[String]) -> Result<Vec<Follower>, StoreError> {
        self.look(|state| state.audience.known(account, open_ids).into_iter().cloned().collect())
    }

    async fn find_by_id_for_update(&mut self, id: FollowerId) -> Result<Option<Follower>, StoreError> {
        self.look(|state| state.audience.followers.get(&id).cloned())
    }

    async fn add(&mut self, followers: &[Follower]) -> Result<(), StoreError> {
        self.change(|state| {
            for follower in followers {
                let stored = follower.stored();
                if state.audience.people.insert(stored.person.clone(), stored.id).is_some() {
                    return Err(duplicate("followers.person"));
                }
                state.audience.followers.insert(stored.id, follower.clone());
            }
            Ok(())
        })
    }

    async fn save(&mut self, follower: &Follower, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.audience.followers.get_mut(&follower.stored().id) {
            Some(known) if known.stored().version == expected_version => {
                let mut stored = follower.stored().clone();
                stored.listed_by = known.stored().listed_by;
                *known = Follower::restore(stored);
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }

    async fn mark_listed(&mut self, followers: &[FollowerId], sync: FollowerSyncId) -> Result<(), StoreError> {
        self.change(|state| {
            for id in followers {
                if let Some(follower) = state.audience.followers.get_mut(id) {
                    follower.listed(sync);
                }
            }
            Ok(())
        })
    }

    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: FollowerSyncId,
        max: u32,
    ) -> Result<Vec<Follower>, StoreError> {
        self.look(|state| {
            let all = state.audience.followers.values();
            let unlisted = all.filter(|follower| {
                let stored = follower.stored();
                stored.person.account == account
                    && stored.subscribed
                    && stored.listed_by.is_none_or(|listed| listed < sync)
            });
            unlisted.take(max as usize).cloned().collect()
        })
    }

    async fn unblock_all(&mut self, account: &str) -> Result<(), StoreError> {
        self.change(|state| {
            let fits = |follower: &Follower| follower.stored().person.account == account;
            state.audience.alter(fits, |stored| stored.blocked = false);
            Ok(())
        })
    }
}

#[async_trait]
impl SyncRepository for Transaction {
    async fn find_for_update(&mut self, account: &str) -> Result<Option<FollowerSync>, StoreError> {
        self.look(|state| state.audience.syncs.get(account).cloned())
    }

    async fn save(&mut self, sync: &FollowerSync, expected_version: Option<u64>) -> Result<(), StoreError> {
        self.change(|state| {
            let account = sync.stored().account.clone();
            let known = state.audience.syncs.get(&account).map(|known| known.stored().version);
            match (known, expected_version) {
                (Some(_), None) => return Err(duplicate("follower_syncs.account")),
                (known, expected) if known != expected => return Err(StoreError::VersionConflict),
                _ => {}
            }
            state.audience.syncs.insert(account, sync.clone());
            Ok(())
        })
    }
}

#[async_trait]
impl PersonalData for MemoryStore {
    async fn erase_messages(&self, person: &PersonRef, until: i64, max: u32) -> Result<u64, StoreError> {
        self.write(|state| {
            let rows = state.messages.values_mut().filter(|row| {
                let incoming = &row.message.incoming;
                let due = incoming.create_time <= until && row.answer.is_some();
                due && incoming.person == *person && !incoming.raw.is_empty()
            });
            let mut erased = 0;
            for row in rows.take(max as usize) {
                row.message.incoming.raw = String::new();
                row.message.incoming.content = None;
                if let Some(answer) = &mut row.answer {
                    answer.reply = Reply::Silence;
                }
                erased += 1;
            }
            Ok(erased)
        })
        .await
    }
}
