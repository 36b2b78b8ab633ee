//! What followers ask of WeChat.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::wechat::followers::{FollowerProfile, Remark, TagAction, TagName};

use crate::wechat::WechatFailure;

/// A page of the list of followers.
#[derive(Clone, PartialEq, Eq)]
pub struct ListedFollowers {
    /// Their open ids, at most 10,000.
    pub open_ids: Vec<String>,
    /// How many there are in all; 0 where WeChat does not say.
    pub total: u64,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// A page of the black list.
#[derive(Clone, PartialEq, Eq)]
pub struct BlacklistPage {
    /// Open ids, at most 1,000.
    pub open_ids: Vec<String>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// What WeChat tells of one person.
#[derive(Clone, PartialEq, Eq)]
pub struct FollowerInfo {
    /// The person at the account.
    pub open_id: String,
    /// Their profile; `None` for somebody who does not follow.
    pub profile: Option<FollowerProfile>,
}

/// A tag as WeChat tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WechatTag {
    /// Its number; WeChat's own have those below 100 and cannot be changed.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// How many people have it.
    pub followers: u64,
}

/// WeChat's API about followers. Every call is bounded in time; all but [`Self::create_tag`] may be repeated without
/// harm.
///
/// <https://developers.weixin.qq.com/doc/service/guide/product/user_management.html>
#[async_trait]
pub trait FollowersApi: Send + Sync {
    /// A page of open ids that begins after `next`, or the first. MUST take a page without data for the end.
    async fn list(&self, account: &str, next: Option<&str>) -> Result<ListedFollowers, WechatFailure>;

    /// What is known of up to [`PROFILES`] people, in any order. People WeChat does not know MAY be missing.
    async fn profiles(&self, account: &str, open_ids: &[String]) -> Result<Vec<FollowerInfo>, WechatFailure>;

    /// Notes something on a follower.
    async fn set_remark(&self, person: &PersonRef, remark: &Remark) -> Result<(), WechatFailure>;

    /// Every tag of the account.
    async fn tags(&self, account: &str) -> Result<Vec<WechatTag>, WechatFailure>;

    /// Makes a tag; refused with 45157 when the name exists and 45056 when there are 100.
    async fn create_tag(&self, account: &str, name: &TagName) -> Result<WechatTag, WechatFailure>;

    /// Renames a tag.
    async fn rename_tag(&self, account: &str, tag: i64, name: &TagName) -> Result<(), WechatFailure>;

    /// Ends a tag; refused with 45057 while more than 100,000 people have it.
    async fn delete_tag(&self, account: &str, tag: i64) -> Result<(), WechatFailure>;

    /// Gives a tag to up to [`TAGGED`] people or takes it from them. One refused person MAY spoil the whole call (45059,
    /// 40003, 49003, 45171): nothing is told about the others then.
    async fn tag(&self, account: &str, tag: i64, action: TagAction, open_ids: &[String]) -> Result<(), WechatFailure>;

    /// A page of the black list that begins after `next`, or the first.
    async fn blacklist(&self, account: &str, next: Option<&str>) -> Result<BlacklistPage, WechatFailure>;

    /// Puts up to [`BLOCKED`] people on the black list or takes them off.
    async fn block(&self, account: &str, blocked: bool, open_ids: &[String]) -> Result<(), WechatFailure>;
}

/// Most people in one call of [`FollowersApi::profiles`].
pub const PROFILES: usize = 100;
/// Most people in one call of [`FollowersApi::tag`].
pub const TAGGED: usize = 50;
/// Most people in one call of [`FollowersApi::block`].
pub const BLOCKED: usize = 20;
