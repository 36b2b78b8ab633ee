//! Followers over typed calls.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::identity::UnionId;
use domain::text::single_line;
use domain::time::Timestamp;
use domain::wechat::followers::{FollowerProfile, Remark, TagAction, TagName};
use ports::wechat::followers::{BlacklistPage, FollowerInfo, FollowersApi, ListedFollowers, WechatTag};
use ports::wechat::{RefusalKind, WechatFailure};
use wechat_protocol::api::official_account::blacklist::{Block, ListBlocked, Unblock};
use wechat_protocol::api::official_account::tags::{
    BatchTaggingRequest, CreateTag, DeleteTag, ListTags, RenameTag, Tag, UntagFollowers,
};
use wechat_protocol::api::official_account::users::{GetUsers, ListFollowers, SetRemark, User};
use wechat_protocol::api::{ApiCall, OutOfBounds};

use crate::client::WechatClient;
use crate::failure::refused;

#[async_trait]
impl FollowersApi for WechatClient {
    async fn list(&self, account: &str, next: Option<&str>) -> Result<ListedFollowers, WechatFailure> {
        let call = next.map_or_else(ListFollowers::first, ListFollowers::from);
        let page = self.call(account, &call).await?;
        Ok(ListedFollowers {
            open_ids: page.openids().to_vec(),
            total: page.total,
            next: page.next().map(str::to_owned),
        })
    }

    async fn profiles(&self, account: &str, open_ids: &[String]) -> Result<Vec<FollowerInfo>, WechatFailure> {
        let call = GetUsers::new(open_ids).map_err(out_of_bounds)?;
        let told = self.call(account, &call).await?;
        Ok(told.user_info_list.into_iter().map(info).collect())
    }

    async fn set_remark(&self, person: &PersonRef, remark: &Remark) -> Result<(), WechatFailure> {
        let call = SetRemark::new(&person.open_id, remark.as_str()).map_err(out_of_bounds)?;
        self.done(&person.account, &call).await
    }

    async fn tags(&self, account: &str) -> Result<Vec<WechatTag>, WechatFailure> {
        let told = self.call(account, &ListTags).await?;
        Ok(told.tags.into_iter().map(tag).collect())
    }

    async fn create_tag(&self, account: &str, name: &TagName) -> Result<WechatTag, WechatFailure> {
        let call = CreateTag::new(name.as_str()).map_err(out_of_bounds)?;
        self.call(account, &call).await.map(|made| tag(made.tag))
    }

    async fn rename_tag(&self, account: &str, tag: i64, name: &TagName) -> Result<(), WechatFailure> {
        let call = RenameTag::new(tag, name.as_str()).map_err(out_of_bounds)?;
        self.done(account, &call).await
    }

    async fn delete_tag(&self, account: &str, tag: i64) -> Result<(), WechatFailure> {
        self.done(account, &DeleteTag::new(tag)).await
    }

    async fn tag(&self, account: &str, tag: i64, action: TagAction, open_ids: &[String]) -> Result<(), WechatFailure> {
        match action {
            TagAction::Give => {
                for call in BatchTaggingRequest::batches(open_ids, tag) {
                    self.done(account, &call).await?;
                }
            }
            TagAction::Take => {
                for call in UntagFollowers::batches(open_ids, tag) {
                    self.done(account, &call).await?;
                }
            }
        }
        Ok(())
    }

    async fn blacklist(&self, account: &str, next: Option<&str>) -> Result<BlacklistPage, WechatFailure> {
        let call = next.map_or_else(ListBlocked::first, ListBlocked::from);
        let page = self.call(account, &call).await?;
        Ok(BlacklistPage {
            open_ids: page.openids().to_vec(),
            next: page.next().map(str::to_owned),
        })
    }

    async fn block(&self, account: &str, blocked: bool, open_ids: &[String]) -> Result<(), WechatFailure> {
        let open_ids = open_ids.to_vec();
        if blocked {
            self.done(account, &Block::new(open_ids).map_err(out_of_bounds)?).await
        } else {
            self.done(account, &Unblock::new(open_ids).map_err(out_of_bounds)?)
                .await
        }
    }
}

impl WechatClient {
    async fn done<C: ApiCall + Sync>(&self, account: &str, call: &C) -> Result<(), WechatFailure> {
        self.order(account, call).await.map(drop)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of `map_err`")]
fn out_of_bounds(error: OutOfBounds) -> WechatFailure {
    refused(RefusalKind::Content, error.to_string())
}

fn tag(told: Tag) -> WechatTag {
    WechatTag {
        id: told.id,
        name: told.name,
        followers: told.count,
    }
}

/// What does not fit our bounds, or is empty as WeChat writes "none", is left out: one odd profile must not stop a list.
fn info(user: User) -> FollowerInfo {
    let profile = user.subscribe.then(|| FollowerProfile {
        subscribed_at: (user.subscribe_time > 0).then(|| Timestamp::from_unix_seconds(user.subscribe_time)),
        union_id: user.unionid.as_deref().and_then(|text| UnionId::new(text).ok()),
        language: kept(&user.language, 32),
        remark: Remark::new(&user.remark).unwrap_or_default(),
        tags: user.tagid_list.iter().copied().collect(),
        subscribe_scene: kept(&user.subscribe_scene, 64),
        qr_scene: (user.qr_scene > 0).then(|| user.qr_scene.to_string()),
        qr_scene_str: kept(&user.qr_scene_str, 255),
    });
    FollowerInfo {
        open_id: user.openid,
        profile,
    }
}

fn kept(text: &str, most: usize) -> Option<String> {
    single_line(text, 1..=most).ok()
}
