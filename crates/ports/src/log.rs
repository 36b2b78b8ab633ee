//! The event log: every change, in the transaction that made it, never altered afterwards.

use async_trait::async_trait;
use domain::ids::{EventId, LogEntryId};
use domain::time::Timestamp;
use uuid::Uuid;

use crate::paging::{Page, PageQuery};
use crate::store::StoreError;

/// Who and what brought a change about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogMetadata {
    /// The operator's id.
    pub user_id: Option<String>,
    /// The session of the operator.
    pub session_id: Option<String>,
    /// Where it came from: `api`, `wechat`, `worker`, `cli`.
    pub source: String,
    /// The trace it belongs to (W3C, 32 hex digits).
    pub trace_id: Option<String>,
    /// The HTTP request it belongs to.
    pub request_id: Option<String>,
}

/// One change, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Its id.
    pub id: LogEntryId,
    /// Kind of aggregate: `event`, `attendee`.
    pub stream_type: String,
    /// The aggregate.
    pub stream_id: Uuid,
    /// The aggregate's version after the change; unique within its stream.
    pub version: u64,
    /// What happened: `event.published`. Never renamed once stored.
    pub kind: String,
    /// The facts, JSON in its wire form.
    pub data: String,
    /// Who and what brought it about.
    pub metadata: LogMetadata,
    /// The event it concerns, so that an event's history includes its attendees.
    pub about: Option<EventId>,
    /// When.
    pub occurred_at: Timestamp,
}

/// The log inside a transaction.
#[async_trait]
pub trait EventLog: Send {
    /// Appends entries. A version that its stream has already MUST fail with [`StoreError::VersionConflict`]
    /// (or [`StoreError::Duplicate`]) and leave the transaction unusable.
    async fn append(&mut self, entries: &[LogEntry]) -> Result<(), StoreError>;
}

/// An entry with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEntry {
    /// Its place among all, ascending but with gaps.
    pub position: u64,
    /// The entry.
    pub entry: LogEntry,
}

/// Reading the log.
#[async_trait]
pub trait HistoryReads: Send + Sync {
    /// Entries about `event`, newest first (by entry id), optionally of one stream type only.
    async fn history(
        &self,
        event: EventId,
        stream_type: Option<&str>,
        page: PageQuery,
    ) -> Result<Page<LoggedEntry>, StoreError>;
}
