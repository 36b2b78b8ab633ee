//! Rows of the log and what they mean.

use domain::ids::{EventId, LogEntryId};
use ports::StoreError;
use ports::log::{LogEntry, LogMetadata, LoggedEntry};
use serde::{Deserialize, Serialize};

use crate::sql::{Row, Sql, Table};

pub(super) const EVENT_LOG: Table = Table {
    name: "event_log",
    key: "id",
};

pub(super) const ENTRY_COLUMNS: &str = "id, stream_type, stream_id, version, kind, data, metadata, about, occurred_at";
pub(super) const ENTRY_WIDTH: usize = 9;

/// Metadata as the log keeps it; its names are those of the API.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MetadataJson {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session_id: Option<String>,
    source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trace_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
}

/// Binds a row of [`ENTRY_COLUMNS`].
pub(super) fn bind_entry(sql: &mut Sql, entry: &LogEntry) -> Result<(), StoreError> {
    let metadata = entry.metadata.clone();
    let metadata = super::to_json(&MetadataJson {
        user_id: metadata.user_id,
        session_id: metadata.session_id,
        source: metadata.source,
        trace_id: metadata.trace_id,
        request_id: metadata.request_id,
    })?;
    sql.bind(entry.id.uuid())
        .bind(entry.stream_type.as_str())
        .bind(entry.stream_id)
        .bind(entry.version)
        .bind(entry.kind.as_str())
        .bind(entry.data.as_str())
        .bind(metadata)
        .bind(entry.about.map(EventId::uuid))
        .bind(entry.occurred_at);
    Ok(())
}

pub(super) fn to_domain(row: &Row) -> Result<LoggedEntry, StoreError> {
    let metadata: MetadataJson = row.json("metadata")?;
    Ok(LoggedEntry {
        position: row.number("position")?,
        entry: LogEntry {
            id: LogEntryId::from_uuid(row.id("id")?),
            stream_type: row.text("stream_type")?,
            stream_id: row.id("stream_id")?,
            version: row.number("version")?,
            kind: row.text("kind")?,
            data: row.text("data")?,
            metadata: LogMetadata {
                user_id: metadata.user_id,
                session_id: metadata.session_id,
                source: metadata.source,
                trace_id: metadata.trace_id,
                request_id: metadata.request_id,
            },
            about: row.id_or_null("about")?.map(EventId::from_uuid),
            occurred_at: row.time("occurred_at")?,
        },
    })
}
