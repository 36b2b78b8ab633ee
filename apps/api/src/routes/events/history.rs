//! `GET /v2/events/{eventId}/history`

use ports::log::{LogMetadata, LoggedEntry};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;
use crate::wire::{Instant, JsonText};

/// One change, as the event log keeps it.
#[derive(Serialize, ToSchema)]
pub(crate) struct HistoryEntry {
    /// Its place in the whole log, ascending with gaps.
    #[schema(example = 42)]
    position: u64,
    /// Its id.
    id: Uuid,
    /// What happened.
    #[schema(example = "event.published")]
    #[serde(rename = "type")]
    kind: String,
    /// What changed.
    stream: Stream,
    /// Its version after the change.
    #[schema(example = 2)]
    version: u64,
    /// The facts; their shape depends on `type`.
    data: JsonText,
    /// Who and what brought it about.
    metadata: Metadata,
    /// When.
    #[serde(rename = "occurredAt")]
    occurred_at: Instant,
}

/// What changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct Stream {
    /// `event` or `attendee`.
    #[schema(example = "event")]
    #[serde(rename = "type")]
    kind: String,
    /// Its id.
    id: Uuid,
}

/// Who and what brought a change about.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Metadata {
    /// The operator.
    user_id: Option<String>,
    /// The operator's session.
    session_id: Option<String>,
    /// `api`, `wechat`, `worker` or `cli`.
    #[schema(example = "api")]
    source: String,
    /// The trace.
    trace_id: Option<String>,
    /// The HTTP request.
    request_id: Option<String>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadAttendees), NotFound).paged()
}

/// Read what happened to an event and its attendees, newest first.
#[utoipa::path(
    get,
    path = "/v2/events/{eventId}/history",
    operation_id = "getEventHistory",
    tag = "events",
    params(
        ("eventId" = uuid::Uuid, Path, description = "The event."),
        ("stream" = Option<String>, Query, description = "`event` or `attendee`.")
    ),
    responses((status = 200, description = "Changes.", body = Success<PageBody<HistoryEntry>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<HistoryEntry>>, ApiError> {
    let (event, mut params) = (call.event_id()?, call.params());
    let stream = params.choice("stream", &[("event", "event"), ("attendee", "attendee")]);
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.read_events.history(event, stream, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, HistoryEntry::from)))
}

impl From<LoggedEntry> for HistoryEntry {
    fn from(LoggedEntry { position, entry }: LoggedEntry) -> Self {
        Self {
            position,
            id: entry.id.uuid(),
            kind: entry.kind,
            stream: Stream {
                kind: entry.stream_type,
                id: entry.stream_id,
            },
            version: entry.version,
            data: JsonText(entry.data),
            metadata: entry.metadata.into(),
            occurred_at: entry.occurred_at.into(),
        }
    }
}

impl From<LogMetadata> for Metadata {
    fn from(metadata: LogMetadata) -> Self {
        let LogMetadata {
            user_id,
            session_id,
            source,
            trace_id,
            request_id,
        } = metadata;
        Self {
            user_id,
            session_id,
            source,
            trace_id,
            request_id,
        }
    }
}
