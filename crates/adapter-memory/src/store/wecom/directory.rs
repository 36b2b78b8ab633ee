//! Members and departments inside transactions.

use async_trait::async_trait;
use domain::ids::{CorpMemberId, DirectorySyncId};
use domain::wechat::wecom::directory::{Department, Member};
use domain::wechat::wecom::user_key;
use ports::StoreError;
use ports::wechat::wecom::{DepartmentRepository, MemberRepository};

use super::super::state::duplicate;
use super::super::transaction::Transaction;

#[async_trait]
impl MemberRepository for Transaction {
    async fn find_for_update(&mut self, account: &str, user_ids: &[String]) -> Result<Vec<Member>, StoreError> {
        let mut keys: Vec<_> = user_ids.iter().map(|user_id| user_key(user_id)).collect();
        keys.sort_unstable();
        keys.dedup();
        self.look(|state| {
            let find = |key| state.corp.member_keys.get(&(account.to_owned(), key));
            let ids = keys.into_iter().filter_map(find);
            ids.filter_map(|id| state.corp.members.get(id)).cloned().collect()
        })
    }

    async fn add(&mut self, members: &[Member]) -> Result<(), StoreError> {
        self.change(|state| {
            for member in members {
                let stored = member.stored();
                let name = (stored.account.clone(), user_key(&stored.user_id));
                if state.corp.member_keys.insert(name, stored.id).is_some() {
                    return Err(duplicate("corp_members.user"));
                }
                state.corp.members.insert(stored.id, member.clone());
            }
            Ok(())
        })
    }

    async fn save(&mut self, member: &Member, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| {
            let stored = member.stored();
            let known = match state.corp.members.get_mut(&stored.id) {
                Some(known) if known.stored().version == expected_version => known,
                _ => return Err(StoreError::VersionConflict),
            };
            let old = (stored.account.clone(), user_key(&known.stored().user_id));
            let new = (stored.account.clone(), user_key(&stored.user_id));
            let listed_by = known.stored().listed_by;
            *known = member.clone();
            if let Some(sync) = listed_by {
                known.listed(sync);
            }
            state.corp.member_keys.remove(&old);
            match state.corp.member_keys.insert(new, stored.id) {
                Some(_) => Err(duplicate("corp_members.user")),
                None => Ok(()),
            }
        })
    }

    async fn mark_listed(&mut self, members: &[CorpMemberId], sync: DirectorySyncId) -> Result<(), StoreError> {
        self.change(|state| {
            for id in members {
                if let Some(member) = state.corp.members.get_mut(id) {
                    member.listed(sync);
                }
            }
            Ok(())
        })
    }

    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: DirectorySyncId,
        max: u32,
    ) -> Result<Vec<Member>, StoreError> {
        self.look(|state| {
            let unlisted = state.corp.members.values().filter(|member| {
                let stored = member.stored();
                stored.account == account && member.is_present() && stored.listed_by.is_none_or(|listed| listed < sync)
            });
            unlisted.take(max as usize).cloned().collect()
        })
    }
}

#[async_trait]
impl DepartmentRepository for Transaction {
    async fn find_for_update(&mut self, account: &str, ids: &[i64]) -> Result<Vec<Department>, StoreError> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        self.look(|state| {
            let find = |id| state.corp.departments.get(&(account.to_owned(), id));
            ids.into_iter().filter_map(find).cloned().collect()
        })
    }

    async fn put(&mut self, departments: &[Department]) -> Result<(), StoreError> {
        self.change(|state| {
            for department in departments {
                let key = (department.account.clone(), department.facts.id);
                state.corp.departments.insert(key, department.clone());
            }
            Ok(())
        })
    }

    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: DirectorySyncId,
        max: u32,
    ) -> Result<Vec<Department>, StoreError> {
        self.look(|state| {
            let unlisted = state.corp.departments.values().filter(|department| {
                department.account == account
                    && department.present
                    && department.listed_by.is_none_or(|listed| listed < sync)
            });
            unlisted.take(max as usize).cloned().collect()
        })
    }
}
