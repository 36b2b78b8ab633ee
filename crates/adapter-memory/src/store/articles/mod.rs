//! Drafts, publications, and reports on publications as they came.

mod publications;

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::ids::{DraftId, PublicationId};
use domain::time::Timestamp;
use domain::wechat::PublishReport;
use domain::wechat::articles::{Draft, Publication};
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::articles::{
    ArticlesStore, ArticlesTransaction, DraftReads, DraftRepository, DraftView, PublicationRepository,
};
use ports::{Page, PageQuery, StoreError};

use super::MemoryStore;
use super::pages::newest_first;
use super::state::duplicate;
use super::transaction::Transaction;

/// What is known of articles.
#[derive(Clone, Default)]
pub(super) struct ArticleState {
    drafts: BTreeMap<DraftId, Draft>,
    publications: BTreeMap<PublicationId, Publication>,
    /// Account and WeChat's id → the report and when it was kept.
    reports: BTreeMap<(String, String), (PublishReport, Timestamp)>,
}

#[async_trait]
impl ArticlesStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn ArticlesTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl ArticlesTransaction for Transaction {
    fn drafts(&mut self) -> &mut dyn DraftRepository {
        self
    }

    fn publications(&mut self) -> &mut dyn PublicationRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl DraftRepository for Transaction {
    async fn find_for_update(&mut self, id: DraftId) -> Result<Option<Draft>, StoreError> {
        self.look(|state| state.articles.drafts.get(&id).cloned())
    }

    async fn add(&mut self, draft: &Draft) -> Result<(), StoreError> {
        self.change(|state| {
            let known = state.articles.drafts.insert(draft.stored().id, draft.clone());
            known.map_or(Ok(()), |_| Err(duplicate("wechat_drafts.id")))
        })
    }

    async fn save(&mut self, draft: &Draft, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.articles.drafts.get_mut(&draft.stored().id) {
            Some(stored) if stored.stored().version == expected_version => {
                *stored = draft.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }

    async fn remove(&mut self, id: DraftId, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.articles.drafts.get(&id) {
            Some(stored) if stored.stored().version == expected_version => {
                state.articles.drafts.remove(&id);
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }
}

#[async_trait]
impl DraftReads for MemoryStore {
    async fn find(&self, account: &str, id: DraftId) -> Result<Option<Draft>, StoreError> {
        let state = self.read();
        let found = state.articles.drafts.get(&id);
        Ok(found.filter(|draft| draft.stored().account == account).cloned())
    }

    async fn list(&self, account: &str, page: PageQuery) -> Result<Page<DraftView>, StoreError> {
        let state = self.read();
        let drafts = state.articles.drafts.values();
        let drafts = drafts.filter(|draft| draft.stored().account == account);
        Ok(newest_first(drafts, page, |draft| draft.stored().id.uuid()).map(view))
    }

    async fn known_media_ids(&self, account: &str, media_ids: &[String]) -> Result<Vec<String>, StoreError> {
        let state = self.read();
        let drafts = state.articles.drafts.values().map(Draft::stored);
        let there = drafts.filter(|draft| draft.account == account);
        let there = there.filter_map(|draft| Some(draft.pushed.there.as_ref()?.media_id.clone()));
        Ok(there.filter(|media_id| media_ids.contains(media_id)).collect())
    }
}

fn view(draft: &Draft) -> DraftView {
    let stored = draft.stored();
    DraftView {
        id: stored.id,
        titles: stored.articles.iter().map(|article| article.title.clone()).collect(),
        edition: stored.edition,
        pushed: stored.pushed.clone(),
        publishing: stored.publishing,
        created_at: stored.created_at,
        updated_at: stored.updated_at,
    }
}
