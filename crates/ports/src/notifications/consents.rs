//! Consents to subscribe notifications.

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::notifications::consent::ConsentEntry;
use domain::time::Timestamp;

use crate::paging::Total;
use crate::store::StoreError;

/// What one person allows under one template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentView {
    /// WeChat's template id.
    pub template_id: String,
    /// Messages that may still be sent.
    pub remaining: u32,
    /// When that last changed.
    pub updated_at: Timestamp,
}

/// The ledger of consents. Open ids compare byte by byte.
#[async_trait]
pub trait ConsentStore: Send + Sync {
    /// Notes changes in one transaction, each source once: noting it again MUST change nothing. What remains MUST be what
    /// [`remaining`](domain::notifications::consent::remaining) makes of all changes, in whatever order they come and
    /// however many are noted at once.
    async fn note(&self, entries: &[ConsentEntry]) -> Result<(), StoreError>;

    /// Of these people, those who still allow messages under a template, with how many.
    async fn remaining(
        &self,
        account: &str,
        template_id: &str,
        open_ids: &[String],
    ) -> Result<Vec<(String, u32)>, StoreError>;

    /// Everything a person ever allowed or refused, by template id.
    async fn of_person(&self, person: &PersonRef) -> Result<Vec<ConsentView>, StoreError>;

    /// How many people can be reached under a template, counted up to [`Total::COUNTED`].
    async fn reachable(&self, account: &str, template_id: &str) -> Result<Total, StoreError>;
}
