//! The keeping of content checks.

use async_trait::async_trait;
use domain::ids::ContentCheckId;
use domain::time::Timestamp;
use domain::wechat::MediaVerdict;
use domain::wechat::mini_program::{ContentCheck, ContentVerdict};

use crate::jobs::Outbox;
use crate::log::EventLog;
use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Opens transactions about content checks.
#[async_trait]
pub trait ContentChecksStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing.
    async fn begin(&self) -> Result<Box<dyn ContentChecksTransaction>, StoreError>;
}

/// Repositories that share one transaction.
#[async_trait]
pub trait ContentChecksTransaction: Send {
    /// Content checks.
    fn checks(&mut self) -> &mut dyn ContentCheckRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// The outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Content checks inside a transaction.
#[async_trait]
pub trait ContentCheckRepository: Send {
    /// The check, locked against other writers until the transaction ends.
    async fn find_for_update(&mut self, id: ContentCheckId) -> Result<Option<ContentCheck>, StoreError>;

    /// Stores a new check. A known id MUST fail with [`StoreError::Duplicate`].
    async fn add(&mut self, check: &ContentCheck) -> Result<(), StoreError>;

    /// Stores a change. MUST fail with [`StoreError::VersionConflict`] when the stored version is not
    /// `expected_version`.
    async fn save(&mut self, check: &ContentCheck, expected_version: u64) -> Result<(), StoreError>;
}

/// Which checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CheckFilter {
    /// Only those that came out so; `Some(None)` for those that wait.
    pub verdict: Option<Option<ContentVerdict>>,
}

/// Reading content checks.
#[async_trait]
pub trait ContentCheckReads: Send + Sync {
    /// One check of an account.
    async fn find(&self, account: &str, id: ContentCheckId) -> Result<Option<ContentCheck>, StoreError>;

    /// The check that an account's trace id names at this moment.
    async fn find_by_trace(&self, account: &str, trace_id: &str) -> Result<Option<ContentCheckId>, StoreError>;

    /// An account's checks, newest first. The total is counted up to [`crate::Total::COUNTED`].
    async fn list(&self, account: &str, filter: CheckFilter, page: PageQuery)
    -> Result<Page<ContentCheck>, StoreError>;
}

/// Verdicts on media as they came. One may come before the trace id it names was stored: whoever stores a trace id
/// looks here afterwards, and whoever brings a verdict puts it here first, so that one of the two sees both.
#[async_trait]
pub trait EarlyVerdicts: Send + Sync {
    /// Keeps a verdict. One that is there already MUST stay.
    async fn keep(&self, account: &str, verdict: &MediaVerdict, at: Timestamp) -> Result<(), StoreError>;

    /// The verdict of that trace id.
    async fn find(&self, account: &str, trace_id: &str) -> Result<Option<MediaVerdict>, StoreError>;

    /// Forgets verdicts that were kept before `instant`; answers how many.
    async fn forget(&self, instant: Timestamp) -> Result<u64, StoreError>;
}
