//! Content checks, and verdicts on media as they came.

use async_trait::async_trait;
use domain::ids::ContentCheckId;
use domain::time::Timestamp;
use domain::wechat::MediaVerdict;
use domain::wechat::mini_program::ContentCheck;
use ports::jobs::Outbox;
use ports::log::EventLog;
use ports::wechat::mini_program::{
    CheckFilter, ContentCheckReads, ContentCheckRepository, ContentChecksStore, ContentChecksTransaction, EarlyVerdicts,
};
use ports::{Page, PageQuery, StoreError};

use super::{MemoryStore, Transaction, duplicate, newest_first};

#[async_trait]
impl ContentChecksStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn ContentChecksTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl ContentChecksTransaction for Transaction {
    fn checks(&mut self) -> &mut dyn ContentCheckRepository {
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
impl ContentCheckRepository for Transaction {
    async fn find_for_update(&mut self, id: ContentCheckId) -> Result<Option<ContentCheck>, StoreError> {
        self.look(|state| state.mini_program.checks.get(&id).cloned())
    }

    async fn add(&mut self, check: &ContentCheck) -> Result<(), StoreError> {
        self.change(|state| {
            let known = state.mini_program.checks.insert(check.stored().id, check.clone());
            known.map_or(Ok(()), |_| Err(duplicate("content_checks.id")))
        })
    }

    async fn save(&mut self, check: &ContentCheck, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.mini_program.checks.get_mut(&check.stored().id) {
            Some(stored) if stored.stored().version == expected_version => {
                *stored = check.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }
}

#[async_trait]
impl ContentCheckReads for MemoryStore {
    async fn find(&self, account: &str, id: ContentCheckId) -> Result<Option<ContentCheck>, StoreError> {
        let state = self.read();
        let found = state.mini().checks.get(&id);
        Ok(found.filter(|check| check.stored().person.account == account).cloned())
    }

    async fn find_by_trace(&self, account: &str, trace_id: &str) -> Result<Option<ContentCheckId>, StoreError> {
        let state = self.read();
        let checks = state.mini().checks.values().map(ContentCheck::stored);
        let mut named =
            checks.filter(|check| check.person.account == account && check.trace_id.as_deref() == Some(trace_id));
        Ok(named.next_back().map(|check| check.id))
    }

    async fn list(
        &self,
        account: &str,
        filter: CheckFilter,
        page: PageQuery,
    ) -> Result<Page<ContentCheck>, StoreError> {
        let state = self.read();
        let checks = state.mini().checks.values();
        let verdict = |check: &ContentCheck| check.stored().finding.map(|finding| finding.verdict);
        let checks = checks
            .filter(|check| check.stored().person.account == account)
            .filter(|check| filter.verdict.is_none_or(|wanted| verdict(check) == wanted));
        Ok(newest_first(checks, page, |check| check.stored().id.uuid()).map(Clone::clone))
    }
}

#[async_trait]
impl EarlyVerdicts for MemoryStore {
    async fn keep(&self, account: &str, verdict: &MediaVerdict, at: Timestamp) -> Result<(), StoreError> {
        self.write(|state| {
            let key = (account.to_owned(), verdict.trace_id.clone());
            let verdicts = &mut state.mini_program.verdicts;
            verdicts.entry(key).or_insert_with(|| (verdict.clone(), at));
            Ok(())
        })
        .await
    }

    async fn find(&self, account: &str, trace_id: &str) -> Result<Option<MediaVerdict>, StoreError> {
        let state = self.read();
        let key = (account.to_owned(), trace_id.to_owned());
        Ok(state.mini().verdicts.get(&key).map(|(verdict, _)| verdict.clone()))
    }

    async fn forget(&self, instant: Timestamp) -> Result<u64, StoreError> {
        self.write(|state| {
            let verdicts = &mut state.mini_program.verdicts;
            let before = verdicts.len();
            verdicts.retain(|_, (_, at)| *at >= instant);
            Ok((before - verdicts.len()) as u64)
        })
        .await
    }
}
