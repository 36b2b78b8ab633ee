//! The directory as it is stored. Ids of members are compared as [`domain::wechat::wecom::user_key`] writes them.

use async_trait::async_trait;
use domain::ids::{CorpMemberId, DirectorySyncId};
use domain::wechat::wecom::directory::{Department, Member, MemberState};
use domain::wechat::wecom::{CorpSync, CorpSyncKind};

use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Members inside a transaction.
#[async_trait]
pub trait MemberRepository: Send {
    /// Those of an account who are known, locked against other writers until the transaction ends.
    async fn find_for_update(&mut self, account: &str, user_ids: &[String]) -> Result<Vec<Member>, StoreError>;

    /// Stores new ones. Somebody known MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, members: &[Member]) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`, and with [`StoreError::Duplicate`] when another has the member's new id.
    async fn save(&mut self, member: &Member, expected_version: u64) -> Result<(), StoreError>;

    /// Notes that a synchronisation's lists held these; versions stay.
    async fn mark_listed(&mut self, members: &[CorpMemberId], sync: DirectorySyncId) -> Result<(), StoreError>;

    /// Up to `max` who did not leave and were last listed by an older synchronisation than `sync`, or by none; locked.
    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: DirectorySyncId,
        max: u32,
    ) -> Result<Vec<Member>, StoreError>;
}

/// Departments inside a transaction.
#[async_trait]
pub trait DepartmentRepository: Send {
    /// Those of an account that are known, locked, in order of number.
    async fn find_for_update(&mut self, account: &str, ids: &[i64]) -> Result<Vec<Department>, StoreError>;

    /// Stores them in place of what was known of them.
    async fn put(&mut self, departments: &[Department]) -> Result<(), StoreError>;

    /// Up to `max` that are there and were last listed by an older synchronisation than `sync`, or by none; locked.
    async fn unlisted_for_update(
        &mut self,
        account: &str,
        sync: DirectorySyncId,
        max: u32,
    ) -> Result<Vec<Department>, StoreError>;
}

/// Which members of an account.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct MemberFilter {
    /// Only of this department; of those below it not.
    pub department: Option<i64>,
    /// How they stand to the corporation.
    pub state: Option<MemberState>,
    /// The beginning of the name; case matters.
    pub name: Option<String>,
}

impl std::fmt::Debug for MemberFilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemberFilter")
            .field("department", &self.department)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Reading directories outside a transaction.
#[async_trait]
pub trait DirectoryReads: Send + Sync {
    /// One member.
    async fn member(&self, account: &str, user_id: &str) -> Result<Option<Member>, StoreError>;

    /// One member by our id.
    async fn member_by_id(&self, id: CorpMemberId) -> Result<Option<Member>, StoreError>;

    /// Members of an account, last seen first. The total is counted up to [`crate::Total::COUNTED`].
    async fn members(&self, account: &str, filter: &MemberFilter, page: PageQuery) -> Result<Page<Member>, StoreError>;

    /// Departments that are there, in order of number: at most 30,000, as WeCom allows.
    async fn departments(&self, account: &str) -> Result<Vec<Department>, StoreError>;

    /// The first department after `last` that a synchronisation listed and that is there.
    async fn listed_after(
        &self,
        account: &str,
        sync: DirectorySyncId,
        last: Option<i64>,
    ) -> Result<Option<i64>, StoreError>;

    /// The present or last synchronisation of an account, of either kind.
    async fn sync(&self, account: &str, kind: CorpSyncKind) -> Result<Option<CorpSync>, StoreError>;
}
