//! Reading followers outside a transaction.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::ids::{FollowerId, TagRunId};
use domain::time::Timestamp;
use domain::wechat::followers::{Follower, FollowerSync, MemberOutcome, TagRun};
use uuid::Uuid;

use super::WechatTag;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Which followers of an account. Everything is exact but `remark`, which is the beginning of it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct FollowerFilter {
    /// Whether they follow.
    pub subscribed: Option<bool>,
    /// Whether they are on the black list.
    pub blocked: Option<bool>,
    /// Only with this tag.
    pub tag: Option<i64>,
    /// How they came, as WeChat writes it.
    pub subscribe_scene: Option<String>,
    /// Only this open id.
    pub open_id: Option<String>,
    /// Only this union id.
    pub union_id: Option<String>,
    /// The beginning of the remark; case matters.
    pub remark: Option<String>,
}

impl std::fmt::Debug for FollowerFilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FollowerFilter")
            .field("subscribed", &self.subscribed)
            .field("blocked", &self.blocked)
            .field("tag", &self.tag)
            .field("subscribe_scene", &self.subscribe_scene)
            .finish_non_exhaustive()
    }
}

/// A tag as it was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownTag {
    /// The tag.
    pub tag: WechatTag,
    /// When WeChat was asked.
    pub read_at: Timestamp,
}

/// One person of a run.
#[derive(Clone, PartialEq, Eq)]
pub struct TagRunMember {
    /// Names the place in the run; ids ascend.
    pub id: Uuid,
    /// Who.
    pub open_id: String,
    /// What became of it.
    pub outcome: MemberOutcome,
}

impl std::fmt::Debug for TagRunMember {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TagRunMember({:?})", self.outcome)
    }
}

/// Reading followers.
#[async_trait]
pub trait FollowerReads: Send + Sync {
    /// One follower.
    async fn find(&self, person: &PersonRef) -> Result<Option<Follower>, StoreError>;

    /// One follower by id.
    async fn find_by_id(&self, id: FollowerId) -> Result<Option<Follower>, StoreError>;

    /// Followers of an account, last seen first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(&self, account: &str, filter: &FollowerFilter, page: PageQuery)
    -> Result<Page<Follower>, StoreError>;

    /// Up to `max` people who follow, in order of id, after `last`.
    async fn following_after(
        &self,
        account: &str,
        last: Option<FollowerId>,
        max: u32,
    ) -> Result<Vec<(FollowerId, String)>, StoreError>;

    /// The present or last synchronisation of an account.
    async fn sync(&self, account: &str) -> Result<Option<FollowerSync>, StoreError>;

    /// The tags of an account as they were last read, in order of number.
    async fn tags(&self, account: &str) -> Result<Vec<KnownTag>, StoreError>;

    /// A run.
    async fn tag_run(&self, id: TagRunId) -> Result<Option<TagRun>, StoreError>;

    /// The people of a run in its order, optionally only those of one outcome (by its name).
    async fn tag_run_members(
        &self,
        id: TagRunId,
        outcome: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<TagRunMember>, StoreError>;
}
