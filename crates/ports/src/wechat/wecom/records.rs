//! What is known of a corporation, inside a transaction.

use async_trait::async_trait;
use domain::wechat::wecom::{CorpSync, CorpSyncKind};

use super::{ContactRepository, DepartmentRepository, MemberRepository, WelcomeRepository};
use crate::jobs::Outbox;
use crate::log::EventLog;
use crate::store::StoreError;

/// Opens transactions about what is known of corporations.
#[async_trait]
pub trait CorpRecords: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn CorpTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait CorpTransaction: Send {
    /// Members.
    fn members(&mut self) -> &mut dyn MemberRepository;
    /// Departments.
    fn departments(&mut self) -> &mut dyn DepartmentRepository;
    /// External contacts.
    fn contacts(&mut self) -> &mut dyn ContactRepository;
    /// Welcome messages.
    fn welcomes(&mut self) -> &mut dyn WelcomeRepository;
    /// Synchronisations.
    fn syncs(&mut self) -> &mut dyn CorpSyncRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// The outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Synchronisations inside a transaction: each account has its present or last one of each kind.
#[async_trait]
pub trait CorpSyncRepository: Send {
    /// The present or last one of an account, locked.
    async fn find_for_update(&mut self, account: &str, kind: CorpSyncKind) -> Result<Option<CorpSync>, StoreError>;

    /// Stores it in place of the one before. MUST fail with [`StoreError::VersionConflict`] when the stored version is
    /// not `expected_version`, and with [`StoreError::Duplicate`] when there is one and none was expected.
    async fn save(&mut self, sync: &CorpSync, expected_version: Option<u64>) -> Result<(), StoreError>;
}
