//! Reports on publications as they came.

use async_trait::async_trait;
use domain::time::Timestamp;
use domain::wechat::PublishReport;

use crate::store::StoreError;

/// Reports on publications. One may come before the id it names was stored: whoever stores an id looks here afterwards,
/// and whoever brings a report puts it here first, so that one of the two sees both.
#[async_trait]
pub trait PublishReports: Send + Sync {
    /// Keeps a report. One of that id that is there already MUST stay.
    async fn keep(&self, account: &str, report: &PublishReport, at: Timestamp) -> Result<(), StoreError>;

    /// The report on that id of WeChat's.
    async fn find(&self, account: &str, publish_id: &str) -> Result<Option<PublishReport>, StoreError>;

    /// Forgets reports that were kept before `instant`; answers how many.
    async fn forget(&self, instant: Timestamp) -> Result<u64, StoreError>;
}
