//! Look after an account's follower tags.

use domain::validation::FieldFaults;
use domain::wechat::followers::TagName;
use ports::StoreError;
use ports::wechat::WechatFailure;
use ports::wechat::followers::{FollowersTransaction, KnownTag, WechatTag};

use super::error::FollowerError;
use super::tools::FollowerTools;
use crate::context::Context;
use crate::log_wire::{self, TagHappened};
use crate::retry::retry_on_contention;

/// A tag of this name exists.
const NAME_EXISTS: i64 = 45_157;

/// Lists, makes, renames and ends tags: at WeChat first, then here.
#[derive(Clone)]
pub struct TagDesk(pub FollowerTools);

/// Which account, for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCommand {
    /// Our name of the account.
    pub account: String,
    /// Who and what.
    pub context: Context,
}

impl TagDesk {
    /// The tags as they were last read; WeChat is asked when they never were, or when `refresh` says so.
    ///
    /// # Errors
    /// When WeChat does not tell, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.list_tags", skip_all)]
    pub async fn list(&self, account: &str, refresh: bool) -> Result<Vec<KnownTag>, FollowerError> {
        let known = self.0.reads.tags(account).await?;
        if refresh || known.is_empty() {
            self.refresh(account).await?;
            return Ok(self.0.reads.tags(account).await?);
        }
        Ok(known)
    }

    /// Makes a tag. One that WeChat has and we do not know yet is taken for the one that an earlier attempt made.
    ///
    /// # Errors
    /// When the name is not acceptable or taken, there are 100 tags, WeChat does not make it, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.create_tag", skip_all)]
    pub async fn create(&self, name: &str, command: &TagCommand) -> Result<WechatTag, FollowerError> {
        let name = checked(name)?;
        let account = &command.account;
        let known = self.0.reads.tags(account).await?;
        if known.iter().any(|known| known.tag.name == name.as_str()) {
            return Err(FollowerError::TagExists);
        }
        let tag = match self.0.api.create_tag(account, &name).await {
            Err(WechatFailure::Refused { code: NAME_EXISTS, .. }) => self.of_name(account, &name).await?,
            made => made?,
        };
        let happened = TagHappened::Created(name.as_str());
        retry_on_contention(|| self.keep(&tag, happened, command)).await?;
        Ok(tag)
    }

    /// Renames a tag.
    ///
    /// # Errors
    /// When the name is not acceptable or taken, the tag unknown or WeChat's own, WeChat does not do it, or the store
    /// fails.
    #[tracing::instrument(name = "use_case.wechat.rename_tag", skip_all)]
    pub async fn rename(&self, tag: i64, name: &str, command: &TagCommand) -> Result<WechatTag, FollowerError> {
        let name = checked(name)?;
        self.0.api.rename_tag(&command.account, tag, &name).await?;
        let known = self.0.reads.tags(&command.account).await?;
        let known = known.into_iter().find(|known| known.tag.id == tag);
        let tag = WechatTag {
            id: tag,
            name: name.as_str().to_owned(),
            followers: known.map_or(0, |known| known.tag.followers),
        };
        let happened = TagHappened::Renamed(name.as_str());
        retry_on_contention(|| self.keep(&tag, happened, command)).await?;
        Ok(tag)
    }

    /// Ends a tag, on all followers too. One that WeChat does not know any more is forgotten here.
    ///
    /// # Errors
    /// When the tag is unknown or WeChat's own, WeChat does not do it, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.delete_tag", skip_all)]
    pub async fn delete(&self, tag: i64, command: &TagCommand) -> Result<(), FollowerError> {
        let outcome = self
            .0
            .api
            .delete_tag(&command.account, tag)
            .await
            .map_err(FollowerError::from);
        let is_known = self
            .0
            .reads
            .tags(&command.account)
            .await?
            .iter()
            .any(|known| known.tag.id == tag);
        match outcome {
            Err(FollowerError::UnknownTag) if is_known => {}
            outcome => outcome?,
        }
        Ok(retry_on_contention(|| self.forget(tag, command)).await?)
    }

    async fn refresh(&self, account: &str) -> Result<Vec<WechatTag>, FollowerError> {
        let tags = self.0.api.tags(account).await?;
        retry_on_contention(|| async {
            let mut tx = self.0.store.begin().await?;
            tx.tags().replace(account, &tags, self.0.clock.now()).await?;
            tx.commit().await
        })
        .await?;
        Ok(tags)
    }

    async fn of_name(&self, account: &str, name: &TagName) -> Result<WechatTag, FollowerError> {
        let tags = self.refresh(account).await?;
        let found = tags.into_iter().find(|tag| tag.name == name.as_str());
        found.ok_or(FollowerError::TagExists)
    }

    async fn keep(&self, tag: &WechatTag, happened: TagHappened<'_>, command: &TagCommand) -> Result<(), StoreError> {
        let mut tx = self.0.store.begin().await?;
        tx.tags().put(&command.account, tag, self.0.clock.now()).await?;
        self.log(tx.as_mut(), tag.id, happened, command).await?;
        tx.commit().await
    }

    async fn forget(&self, tag: i64, command: &TagCommand) -> Result<(), StoreError> {
        let mut tx = self.0.store.begin().await?;
        tx.tags().remove(&command.account, tag).await?;
        self.log(tx.as_mut(), tag, TagHappened::Deleted, command).await?;
        tx.commit().await
    }

    async fn log(
        &self,
        tx: &mut dyn FollowersTransaction,
        tag: i64,
        happened: TagHappened<'_>,
        command: &TagCommand,
    ) -> Result<(), StoreError> {
        let wire = log_wire::tag_happened(self.0.ids.next(), &command.account, tag, happened);
        let entry = command
            .context
            .log_entry(wire, 1, self.0.clock.now(), self.0.ids.as_ref());
        tx.log().append(&[entry]).await
    }
}

fn checked(name: &str) -> Result<TagName, FieldFaults> {
    TagName::new(name).map_err(|fault| {
        let mut faults = FieldFaults::default();
        faults.add("name", fault.to_string());
        faults
    })
}
