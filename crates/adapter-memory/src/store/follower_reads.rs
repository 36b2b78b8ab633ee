//! Reading followers.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::ids::{FollowerId, TagRunId};
use domain::wechat::followers::{Follower, FollowerSync, TagRun};
use ports::wechat::followers::{FollowerFilter, FollowerReads, KnownTag, TagRunMember};
use ports::{Page, PageQuery, StoreError, Total};

use super::MemoryStore;
use super::pages::{newest_first, page};

#[async_trait]
impl FollowerReads for MemoryStore {
    async fn find(&self, person: &PersonRef) -> Result<Option<Follower>, StoreError> {
        let state = self.read();
        let id = state.audience.people.get(person);
        Ok(id.and_then(|id| state.audience.followers.get(id)).cloned())
    }

    async fn find_by_id(&self, id: FollowerId) -> Result<Option<Follower>, StoreError> {
        Ok(self.read().audience.followers.get(&id).cloned())
    }

    async fn list(
        &self,
        account: &str,
        filter: &FollowerFilter,
        query: PageQuery,
    ) -> Result<Page<Follower>, StoreError> {
        let state = self.read();
        let followers = state.audience.followers.values();
        let followers =
            followers.filter(|follower| follower.stored().person.account == account && fits(follower, filter));
        Ok(newest_first(followers, query, |follower| follower.stored().id.uuid()).map(Clone::clone))
    }

    async fn following_after(
        &self,
        account: &str,
        last: Option<FollowerId>,
        max: u32,
    ) -> Result<Vec<(FollowerId, String)>, StoreError> {
        let state = self.read();
        let all = state.audience.followers.values().map(Follower::stored);
        let following = all.filter(|stored| stored.person.account == account && stored.subscribed);
        let following = following.filter(|stored| last.is_none_or(|last| stored.id > last));
        let read = |stored: &domain::wechat::followers::StoredFollower| (stored.id, stored.person.open_id.clone());
        Ok(following.take(max as usize).map(read).collect())
    }

    async fn sync(&self, account: &str) -> Result<Option<FollowerSync>, StoreError> {
        Ok(self.read().audience.syncs.get(account).cloned())
    }

    async fn tags(&self, account: &str) -> Result<Vec<KnownTag>, StoreError> {
        let state = self.read();
        let own = state.audience.tags.iter().filter(|((owner, _), _)| owner == account);
        Ok(own.map(|(_, tag)| tag.clone()).collect())
    }

    async fn tag_run(&self, id: TagRunId) -> Result<Option<TagRun>, StoreError> {
        Ok(self.read().audience.runs.get(&id).map(|(run, _)| run.clone()))
    }

    async fn tag_run_members(
        &self,
        id: TagRunId,
        outcome: Option<&str>,
        query: PageQuery,
    ) -> Result<Page<TagRunMember>, StoreError> {
        let state = self.read();
        let members = state.audience.runs.get(&id).map_or(&[][..], |(_, members)| members);
        let fits = |member: &&TagRunMember| outcome.is_none_or(|outcome| member.outcome.name() == outcome);
        let members = members.iter().filter(fits);
        let total = Total::counted(members.clone().count() as u64);
        let part = page(
            members,
            query,
            total,
            |member| member.id,
            |member, last| member.id > last,
        );
        Ok(part.map(Clone::clone))
    }
}

fn fits(follower: &Follower, filter: &FollowerFilter) -> bool {
    let (stored, profile) = (follower.stored(), &follower.stored().profile);
    let is = |wanted: &Option<String>, own: Option<&str>| wanted.as_deref().is_none_or(|wanted| own == Some(wanted));
    let union_id = profile.union_id.as_ref().map(domain::identity::UnionId::as_str);
    filter.subscribed.is_none_or(|wanted| stored.subscribed == wanted)
        && filter.blocked.is_none_or(|wanted| stored.blocked == wanted)
        && filter.tag.is_none_or(|tag| profile.tags.contains(&tag))
        && is(&filter.subscribe_scene, profile.subscribe_scene.as_deref())
        && is(&filter.open_id, Some(&stored.person.open_id))
        && is(&filter.union_id, union_id)
        && filter
            .remark
            .as_deref()
            .is_none_or(|wanted| profile.remark.as_str().starts_with(wanted))
}
