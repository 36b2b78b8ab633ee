//! Reading the log.

use async_trait::async_trait;
use domain::ids::EventId;
use ports::log::{HistoryReads, LoggedEntry};
use ports::{Page, PageQuery, StoreError};

use super::rows::{ENTRY_COLUMNS, EVENT_LOG, to_domain};
use crate::sql::{Conditions, Direction, List};
use crate::store::SqlStore;
use crate::telemetry::call;

#[async_trait]
impl HistoryReads for SqlStore {
    async fn history(
        &self,
        event: EventId,
        stream_type: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<LoggedEntry>, StoreError> {
        let mut conditions = Conditions::none(self.dialect());
        conditions
            .and_with("about = ?", event.uuid())
            .and_if("stream_type = ?", stream_type);
        let list = List {
            table: EVENT_LOG,
            columns: &format!("position, {ENTRY_COLUMNS}"),
            order: "id",
            direction: Direction::Descending,
            index: Some(match stream_type {
                Some(_) => "ix_event_log_about_stream",
                None => "ix_event_log_about",
            }),
            conditions,
        };
        let entries = list.page(self.reader(), page, to_domain, |logged| logged.entry.id.uuid());
        call("log.history", entries).await
    }
}
