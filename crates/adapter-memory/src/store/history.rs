//! Reading the event log.

use std::cmp::Reverse;

use async_trait::async_trait;
use domain::ids::EventId;
use ports::log::{HistoryReads, LoggedEntry};
use ports::{Page, PageQuery, StoreError, Total};

use super::MemoryStore;
use super::pages::page;

#[async_trait]
impl HistoryReads for MemoryStore {
    async fn history(
        &self,
        event: EventId,
        stream_type: Option<&str>,
        query: PageQuery,
    ) -> Result<Page<LoggedEntry>, StoreError> {
        let state = self.read();
        let mut entries: Vec<_> = state
            .log
            .iter()
            .filter(|logged| logged.entry.about == Some(event))
            .filter(|logged| stream_type.is_none_or(|kind| logged.entry.stream_type == kind))
            .collect();
        entries.sort_by_key(|logged| Reverse(logged.entry.id));
        let total = Total::counted(entries.len() as u64);
        let id = |logged: &&LoggedEntry| logged.entry.id.uuid();
        let listed = page(entries.into_iter(), query, total, id, |logged, last| id(logged) < last);
        Ok(listed.map(Clone::clone))
    }
}
