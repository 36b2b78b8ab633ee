//! Look at drafts and publications.

use std::sync::Arc;

use domain::ids::{DraftId, PublicationId};
use domain::wechat::articles::{Draft, Publication};
use ports::wechat::articles::{DraftReads, DraftView, PublicationFilter, PublicationReads};
use ports::{Page, PageQuery, StoreError};

use super::error::ArticleError;

/// Everything that is read about drafts and publications.
#[derive(Clone)]
pub struct ReadArticles {
    pub(super) drafts: Arc<dyn DraftReads>,
    pub(super) publications: Arc<dyn PublicationReads>,
}

impl ReadArticles {
    /// One draft of an account.
    ///
    /// # Errors
    /// When there is none, or the store fails.
    pub async fn draft(&self, account: &str, id: DraftId) -> Result<Draft, ArticleError> {
        let found = self.drafts.find(account, id).await?;
        found.ok_or(ArticleError::UnknownDraft(id))
    }

    /// An account's drafts, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn drafts(&self, account: &str, page: PageQuery) -> Result<Page<DraftView>, StoreError> {
        self.drafts.list(account, page).await
    }

    /// One publication of an account.
    ///
    /// # Errors
    /// When there is none, or the store fails.
    pub async fn publication(&self, account: &str, id: PublicationId) -> Result<Publication, ArticleError> {
        let found = self.publications.find(account, id).await?;
        found.ok_or(ArticleError::UnknownPublication(id))
    }

    /// An account's publications, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn publications(
        &self,
        account: &str,
        filter: PublicationFilter,
        page: PageQuery,
    ) -> Result<Page<Publication>, StoreError> {
        self.publications.list(account, filter, page).await
    }
}
