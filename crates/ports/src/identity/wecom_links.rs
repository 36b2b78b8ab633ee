//! Operators with the members they are.

use async_trait::async_trait;
use domain::identity::{Operator, WecomLink, WecomUser};
use domain::ids::OperatorId;

use crate::log::EventLog;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// An operator and the member they are. A link that ended is there without a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorView {
    /// The operator.
    pub operator: Operator,
    /// The link, if there ever was one.
    pub link: Option<WecomLink>,
}

/// Reads operators.
#[async_trait]
pub trait OperatorReads: Send + Sync {
    /// All operators, oldest first.
    async fn list(&self, page: PageQuery) -> Result<Page<OperatorView>, StoreError>;

    /// One of them.
    async fn view(&self, id: OperatorId) -> Result<Option<OperatorView>, StoreError>;

    /// The operator who is this member.
    async fn find_by_wecom(&self, user: &WecomUser) -> Result<Option<Operator>, StoreError>;
}

/// Opens transactions about who is which member.
#[async_trait]
pub trait WecomLinksStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn WecomLinksTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait WecomLinksTransaction: Send {
    /// Links.
    fn links(&mut self) -> &mut dyn WecomLinkRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Links inside a transaction.
#[async_trait]
pub trait WecomLinkRepository: Send {
    /// An operator's link, locked against other writers until the transaction ends; ended ones too.
    async fn find_for_update(&mut self, operator: OperatorId) -> Result<Option<WecomLink>, StoreError>;

    /// Who is this member.
    async fn holder(&mut self, user: &WecomUser) -> Result<Option<OperatorId>, StoreError>;

    /// Stores a link; `expected_version` is that of the stored one, none where there is none. MUST fail with
    /// [`StoreError::VersionConflict`] when the stored version is another, and with [`StoreError::Duplicate`] when there
    /// is a link and none was expected, or another operator is that member.
    async fn save(&mut self, link: &WecomLink, expected_version: Option<u64>) -> Result<(), StoreError>;
}
