//! The keeping of links.

use async_trait::async_trait;
use domain::ids::MiniProgramLinkId;
use domain::wechat::mini_program::{LinkKind, MiniProgramLink};

use crate::log::EventLog;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Opens transactions about links.
#[async_trait]
pub trait LinksStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn LinksTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait LinksTransaction: Send {
    /// Links.
    fn links(&mut self) -> &mut dyn LinkRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Links inside a transaction.
#[async_trait]
pub trait LinkRepository: Send {
    /// Stores a link. A known id MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, link: &MiniProgramLink) -> Result<(), StoreError>;
}

/// Which links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkFilter {
    /// Only of this kind.
    pub kind: Option<LinkKind>,
}

/// Reading links.
#[async_trait]
pub trait LinkReads: Send + Sync {
    /// One link of an account.
    async fn find(&self, account: &str, id: MiniProgramLinkId) -> Result<Option<MiniProgramLink>, StoreError>;

    /// An account's links, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(
        &self,
        account: &str,
        filter: LinkFilter,
        page: PageQuery,
    ) -> Result<Page<MiniProgramLink>, StoreError>;
}
