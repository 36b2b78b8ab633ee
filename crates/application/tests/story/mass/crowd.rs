//! Followers of any number, all with one tag.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::ids::{FollowerId, TagRunId};
use domain::wechat::followers::{Follower, FollowerSync, Statement, TagRun};
use ports::wechat::followers::{FollowerFilter, FollowerReads, KnownTag, TagRunMember};
use ports::{Page, PageQuery, StoreError, Total};
use uuid::Uuid;

use crate::world::{morning, person};

pub struct Crowd(pub u32);

fn follower(number: u32) -> Follower {
    let id = FollowerId::from_uuid(Uuid::from_u128(u128::from(number) + 1));
    let stated = Statement::of_list(morning());
    Follower::first_seen(id, person(&format!("{number:05}")), true, stated, morning()).0
}

#[async_trait]
impl FollowerReads for Crowd {
    async fn find(&self, _: &PersonRef) -> Result<Option<Follower>, StoreError> {
        Ok(None)
    }

    async fn find_by_id(&self, _: FollowerId) -> Result<Option<Follower>, StoreError> {
        Ok(None)
    }

    async fn list(&self, _: &str, filter: &FollowerFilter, page: PageQuery) -> Result<Page<Follower>, StoreError> {
        assert_eq!((filter.subscribed, filter.tag.unwrap_or(2)), (Some(true), 2));
        let after = page.cursor().map_or(0, |last| u32::try_from(last.as_u128()).unwrap());
        let probe = (after..self.0).take(page.size() as usize + 1).map(follower).collect();
        let total = Total::counted(self.0.into());
        Ok(Page::from_probe(probe, page.size(), total, |one: &Follower| {
            one.stored().id.uuid()
        }))
    }

    async fn following_after(
        &self,
        _: &str,
        _: Option<FollowerId>,
        _: u32,
    ) -> Result<Vec<(FollowerId, String)>, StoreError> {
        Ok(Vec::new())
    }

    async fn sync(&self, _: &str) -> Result<Option<FollowerSync>, StoreError> {
        Ok(None)
    }

    async fn tags(&self, _: &str) -> Result<Vec<KnownTag>, StoreError> {
        Ok(Vec::new())
    }

    async fn tag_run(&self, _: TagRunId) -> Result<Option<TagRun>, StoreError> {
        Ok(None)
    }

    async fn tag_run_members(
        &self,
        _: TagRunId,
        _: Option<&str>,
        _: PageQuery,
    ) -> Result<Page<TagRunMember>, StoreError> {
        Ok(Page::from_probe(Vec::new(), 1, Total::Exactly(0), |_| Uuid::nil()))
    }
}
