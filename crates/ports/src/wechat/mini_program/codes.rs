//! The keeping of Mini Program codes, their pictures and what their scenes mean.

use async_trait::async_trait;
use domain::ids::MiniProgramCodeId;
use domain::wechat::mini_program::{CodeKind, MiniProgramCode};

use super::CodePicture;
use crate::log::EventLog;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Opens transactions about codes.
#[async_trait]
pub trait CodesStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn CodesTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait CodesTransaction: Send {
    /// Codes.
    fn codes(&mut self) -> &mut dyn CodeRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Codes inside a transaction.
#[async_trait]
pub trait CodeRepository: Send {
    /// Stores a code, its picture, and what its scene stands for, if for anything. A known id, or a scene of the
    /// account that stands for something already, MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, code: &MiniProgramCode, picture: &CodePicture) -> Result<(), StoreError>;
}

/// Which codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CodeFilter {
    /// Only of this kind.
    pub kind: Option<CodeKind>,
}

/// What a scene means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneMeaning {
    /// The page its code opens.
    pub page: String,
    /// What it stands for.
    pub target: String,
}

/// A picture as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPicture {
    /// The code it belongs to.
    pub code: MiniProgramCodeId,
    /// The picture.
    pub picture: CodePicture,
}

/// Reading codes.
#[async_trait]
pub trait CodeReads: Send + Sync {
    /// One code of an account.
    async fn find(&self, account: &str, id: MiniProgramCodeId) -> Result<Option<MiniProgramCode>, StoreError>;

    /// An account's codes, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(
        &self,
        account: &str,
        filter: CodeFilter,
        page: PageQuery,
    ) -> Result<Page<MiniProgramCode>, StoreError>;

    /// The picture of a code of an account.
    async fn picture(&self, account: &str, id: MiniProgramCodeId) -> Result<Option<StoredPicture>, StoreError>;

    /// What a scene of ours means. Scenes are case-sensitive.
    async fn meaning(&self, account: &str, scene: &str) -> Result<Option<SceneMeaning>, StoreError>;

    /// How many codes an account has made that count against [`CodeKind::LIFETIME_TOTAL`].
    async fn counted(&self, account: &str) -> Result<u64, StoreError>;
}
