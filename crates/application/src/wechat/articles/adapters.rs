//! The ports of drafts and publications.

use std::sync::Arc;

use ports::wechat::articles::{ArticlesApi, ArticlesStore, DraftReads, PublicationReads, PublishReports};

/// Every port that the use cases about articles need besides the common ones.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port, which is documented")]
pub struct ArticleAdapters {
    pub api: Arc<dyn ArticlesApi>,
    pub store: Arc<dyn ArticlesStore>,
    pub drafts: Arc<dyn DraftReads>,
    pub publications: Arc<dyn PublicationReads>,
    pub reports: Arc<dyn PublishReports>,
}

impl ArticleAdapters {
    /// All stores in one.
    pub fn of<S>(api: Arc<dyn ArticlesApi>, store: &Arc<S>) -> Self
    where
        S: ArticlesStore + DraftReads + PublicationReads + PublishReports + 'static,
    {
        Self {
            api,
            store: store.clone(),
            drafts: store.clone(),
            publications: store.clone(),
            reports: store.clone(),
        }
    }
}
