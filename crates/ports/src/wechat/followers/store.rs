//! Followers inside a transaction.

use async_trait::async_trait;
use domain::ids::{FollowerId, FollowerSyncId, TagRunId};
use domain::time::Timestamp;
use domain::wechat::followers::{Follower, FollowerSync, MemberOutcome, TagAction, TagRun};

use super::{TagRunMember, WechatTag};
use crate::jobs::Outbox;
use crate::log::EventLog;
use crate::store::StoreError;

/// Opens transactions about followers.
#[async_trait]
pub trait FollowersStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn FollowersTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait FollowersTransaction: Send {
    /// Followers.
    fn followers(&mut self) -> &mut dyn FollowerRepository;
    /// Synchronisations.
    fn syncs(&mut self) -> &mut dyn SyncRepository;
    /// Tags, and runs that give and take them.
    fn tags(&mut self) -> &mut dyn TagRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// The outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Followers inside a transaction. Open ids compare byte by byte.
#[async_trait]
pub trait FollowerRepository: Send {
    /// Those of an account who are known, locked against other writers until the transaction ends, in order of open id.
    async fn find_for_update(&mut self, account: &str, open_ids: &[String]) -> Result<Vec<Follower>, StoreError>;

    /// One by id, locked.
    async fn find_by_id_for_update(&mut self, id: FollowerId) -> Result<Option<Follower>, StoreError>;

    /// Stores new ones. Somebody known MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, followers: &[Follower]) -> Result<(), StoreError>;

    /// Stores a change, tags included. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, follower: &Follower, expected_version: u64) -> Result<(), StoreError>;

    /// Notes that a synchronisation's list held these; versions stay.
    async fn mark_listed(&mut self, followers: &[FollowerId], sync: FollowerSyncId) -> Result<(), StoreError>;

    /// Up to `max` followers who follow and were last listed by an older synchronisation than `sync`, or by none; locked.
    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: FollowerSyncId,
        max: u32,
    ) -> Result<Vec<Follower>, StoreError>;

    /// Takes everybody of an account off the black list.
    async fn unblock_all(&mut self, account: &str) -> Result<(), StoreError>;
}

/// Synchronisations inside a transaction: each account has its present or last one.
#[async_trait]
pub trait SyncRepository: Send {
    /// The present or last one of an account, locked.
    async fn find_for_update(&mut self, account: &str) -> Result<Option<FollowerSync>, StoreError>;

    /// Stores it in place of the one before. MUST fail with [`StoreError::VersionConflict`] when the stored version is
    /// not `expected_version`, and with [`StoreError::Duplicate`] when there is one and none was expected.
    async fn save(&mut self, sync: &FollowerSync, expected_version: Option<u64>) -> Result<(), StoreError>;
}

/// Tags inside a transaction.
#[async_trait]
pub trait TagRepository: Send {
    /// Stores all tags of an account as WeChat tells them; others are forgotten, also on followers.
    async fn replace(&mut self, account: &str, tags: &[WechatTag], read_at: Timestamp) -> Result<(), StoreError>;

    /// Stores one tag in place of what was known of it.
    async fn put(&mut self, account: &str, tag: &WechatTag, read_at: Timestamp) -> Result<(), StoreError>;

    /// Forgets a tag, also on followers.
    async fn remove(&mut self, account: &str, tag: i64) -> Result<(), StoreError>;

    /// Gives a tag to followers or takes it from them; people who are unknown or do not follow are left out.
    async fn mark(&mut self, account: &str, tag: i64, action: TagAction, open_ids: &[String])
    -> Result<(), StoreError>;

    /// Stores a new run over these people.
    async fn add_run(&mut self, run: &TagRun, members: &[TagRunMember]) -> Result<(), StoreError>;

    /// A run, locked.
    async fn run_for_update(&mut self, id: TagRunId) -> Result<Option<TagRun>, StoreError>;

    /// Stores how a run came on, and what became of these members. MUST fail with [`StoreError::VersionConflict`] when
    /// the stored version is not `expected_version`.
    async fn save_run(
        &mut self,
        run: &TagRun,
        expected_version: u64,
        outcomes: &[(uuid::Uuid, MemberOutcome)],
    ) -> Result<(), StoreError>;
}

/// Deletes what people wrote. Not part of a transaction: it may be much, and repeating it is harmless.
#[async_trait]
pub trait PersonalData: Send + Sync {
    /// Deletes content, body and answer of up to `max` recorded messages of a person that WeChat dates `until` (seconds)
    /// or earlier, and are answered. Kind, times and what keeps a redelivery from being new MUST stay. Answers how many
    /// it changed: 0 when nothing is left.
    async fn erase_messages(
        &self,
        person: &domain::attendance::PersonRef,
        until: i64,
        max: u32,
    ) -> Result<u64, StoreError>;
}
