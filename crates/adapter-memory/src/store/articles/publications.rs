//! Publications, and reports on them as they came.

use async_trait::async_trait;
use domain::ids::PublicationId;
use domain::time::Timestamp;
use domain::wechat::PublishReport;
use domain::wechat::articles::Publication;
use ports::wechat::articles::{PublicationFilter, PublicationReads, PublicationRepository, PublishReports};
use ports::{Page, PageQuery, StoreError};

use super::{MemoryStore, Transaction, duplicate, newest_first};

#[async_trait]
impl PublicationRepository for Transaction {
    async fn find_for_update(&mut self, id: PublicationId) -> Result<Option<Publication>, StoreError> {
        self.look(|state| state.articles.publications.get(&id).cloned())
    }

    async fn add(&mut self, publication: &Publication) -> Result<(), StoreError> {
        self.change(|state| {
            let publications = &mut state.articles.publications;
            let known = publications.insert(publication.stored().id, publication.clone());
            known.map_or(Ok(()), |_| Err(duplicate("wechat_publications.id")))
        })
    }

    async fn save(&mut self, publication: &Publication, expected_version: u64) -> Result<(), StoreError> {
        self.change(
            |state| match state.articles.publications.get_mut(&publication.stored().id) {
                Some(stored) if stored.stored().version == expected_version => {
                    *stored = publication.clone();
                    Ok(())
                }
                _ => Err(StoreError::VersionConflict),
            },
        )
    }
}

#[async_trait]
impl PublicationReads for MemoryStore {
    async fn find(&self, account: &str, id: PublicationId) -> Result<Option<Publication>, StoreError> {
        let state = self.read();
        let found = state.articles.publications.get(&id);
        Ok(found.filter(|one| one.stored().account == account).cloned())
    }

    async fn find_by_publish_id(&self, account: &str, publish_id: &str) -> Result<Option<PublicationId>, StoreError> {
        let state = self.read();
        let publications = state.articles.publications.values().map(Publication::stored);
        let mut named =
            publications.filter(|one| one.account == account && one.publish_id.as_deref() == Some(publish_id));
        Ok(named.next_back().map(|one| one.id))
    }

    async fn known_article_ids(&self, account: &str, article_ids: &[String]) -> Result<Vec<String>, StoreError> {
        let state = self.read();
        let publications = state.articles.publications.values().map(Publication::stored);
        let named = publications.filter(|one| one.account == account);
        let named = named.filter_map(|one| one.article_id.clone());
        Ok(named.filter(|article_id| article_ids.contains(article_id)).collect())
    }

    async fn list(
        &self,
        account: &str,
        filter: PublicationFilter,
        page: PageQuery,
    ) -> Result<Page<Publication>, StoreError> {
        let state = self.read();
        let publications = state.articles.publications.values();
        let publications = publications
            .filter(|one| one.stored().account == account)
            .filter(|one| filter.state.is_none_or(|wanted| one.stored().state == wanted));
        Ok(newest_first(publications, page, |one| one.stored().id.uuid()).map(Clone::clone))
    }
}

#[async_trait]
impl PublishReports for MemoryStore {
    async fn keep(&self, account: &str, report: &PublishReport, at: Timestamp) -> Result<(), StoreError> {
        self.write(|state| {
            let key = (account.to_owned(), report.publish_id.clone());
            let reports = &mut state.articles.reports;
            reports.entry(key).or_insert_with(|| (report.clone(), at));
            Ok(())
        })
        .await
    }

    async fn find(&self, account: &str, publish_id: &str) -> Result<Option<PublishReport>, StoreError> {
        let state = self.read();
        let key = (account.to_owned(), publish_id.to_owned());
        Ok(state.articles.reports.get(&key).map(|(report, _)| report.clone()))
    }

    async fn forget(&self, instant: Timestamp) -> Result<u64, StoreError> {
        self.write(|state| {
            let reports = &mut state.articles.reports;
            let before = reports.len();
            reports.retain(|_, (_, at)| *at >= instant);
            Ok((before - reports.len()) as u64)
        })
        .await
    }
}
