//! The keeping of drafts and publications.

use async_trait::async_trait;
use domain::ids::{DraftId, PublicationId};
use domain::time::Timestamp;
use domain::wechat::articles::{Draft, Publication, PublicationState, Pushed};

use crate::jobs::Outbox;
use crate::log::EventLog;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Opens transactions about drafts and publications.
#[async_trait]
pub trait ArticlesStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn ArticlesTransaction>, StoreError>;
}

/// Repositories that share one transaction. Who locks both a publication and its draft locks the publication first.
#[async_trait]
pub trait ArticlesTransaction: Send {
    /// Drafts.
    fn drafts(&mut self) -> &mut dyn DraftRepository;
    /// Publications.
    fn publications(&mut self) -> &mut dyn PublicationRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// The outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Drafts inside a transaction.
#[async_trait]
pub trait DraftRepository: Send {
    /// The draft, locked against other writers until the transaction ends.
    async fn find_for_update(&mut self, id: DraftId) -> Result<Option<Draft>, StoreError>;

    /// Stores a new draft. A known id MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, draft: &Draft) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, draft: &Draft, expected_version: u64) -> Result<(), StoreError>;

    /// Forgets a draft. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn remove(&mut self, id: DraftId, expected_version: u64) -> Result<(), StoreError>;
}

/// Publications inside a transaction.
#[async_trait]
pub trait PublicationRepository: Send {
    /// The publication, locked against other writers until the transaction ends.
    async fn find_for_update(&mut self, id: PublicationId) -> Result<Option<Publication>, StoreError>;

    /// Stores a new publication. A known id MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, publication: &Publication) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, publication: &Publication, expected_version: u64) -> Result<(), StoreError>;
}

/// A draft in a list, without its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftView {
    /// Its id.
    pub id: DraftId,
    /// The titles of its articles.
    pub titles: Vec<String>,
    /// Its edition.
    pub edition: u64,
    /// Where it stands at WeChat.
    pub pushed: Pushed,
    /// The publication under way.
    pub publishing: Option<PublicationId>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
}

/// Reading drafts.
#[async_trait]
pub trait DraftReads: Send + Sync {
    /// One draft of an account.
    async fn find(&self, account: &str, id: DraftId) -> Result<Option<Draft>, StoreError>;

    /// An account's drafts, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(&self, account: &str, page: PageQuery) -> Result<Page<DraftView>, StoreError>;

    /// Which of these ids of WeChat's belong to drafts of the account.
    async fn known_media_ids(&self, account: &str, media_ids: &[String]) -> Result<Vec<String>, StoreError>;
}

/// Which publications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PublicationFilter {
    /// Only those in this state.
    pub state: Option<PublicationState>,
}

/// Reading publications.
#[async_trait]
pub trait PublicationReads: Send + Sync {
    /// One publication of an account.
    async fn find(&self, account: &str, id: PublicationId) -> Result<Option<Publication>, StoreError>;

    /// The publication that WeChat's id names.
    async fn find_by_publish_id(&self, account: &str, publish_id: &str) -> Result<Option<PublicationId>, StoreError>;

    /// Which of these ids of published articles belong to publications of the account.
    async fn known_article_ids(&self, account: &str, article_ids: &[String]) -> Result<Vec<String>, StoreError>;

    /// An account's publications, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(
        &self,
        account: &str,
        filter: PublicationFilter,
        page: PageQuery,
    ) -> Result<Page<Publication>, StoreError>;
}
