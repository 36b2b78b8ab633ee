//! Look at content checks.

use std::sync::Arc;

use domain::ids::ContentCheckId;
use domain::wechat::mini_program::ContentCheck;
use ports::wechat::mini_program::{CheckFilter, ContentCheckReads};
use ports::{Page, PageQuery, StoreError};

/// Everything that is read about content checks.
#[derive(Clone)]
pub struct ReadContentChecks(pub Arc<dyn ContentCheckReads>);

impl ReadContentChecks {
    /// One check.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, account: &str, id: ContentCheckId) -> Result<Option<ContentCheck>, StoreError> {
        self.0.find(account, id).await
    }

    /// An account's checks, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        account: &str,
        filter: CheckFilter,
        page: PageQuery,
    ) -> Result<Page<ContentCheck>, StoreError> {
        self.0.list(account, filter, page).await
    }
}
