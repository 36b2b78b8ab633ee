//! Who and what a use case works for.

use domain::ids::LogEntryId;
use domain::time::Timestamp;
use ports::jobs::JobEnvelope;
use ports::log::{LogEntry, LogMetadata};
use ports::system::Ids;

use crate::jobs::Job;
use crate::log_wire::WireEvent;

/// Travels with a command into the event log and onto its jobs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Who and what brought it about.
    pub metadata: LogMetadata,
    /// W3C `traceparent` of the present span.
    pub traceparent: Option<String>,
}

impl Context {
    /// The context of a part of the system that works on its own: `worker`, `cli`.
    #[must_use]
    pub fn of(source: &str) -> Self {
        Self {
            metadata: LogMetadata {
                source: source.to_owned(),
                ..LogMetadata::default()
            },
            traceparent: None,
        }
    }

    /// A log entry of this context.
    pub(crate) fn log_entry(&self, event: WireEvent, version: u64, now: Timestamp, ids: &dyn Ids) -> LogEntry {
        LogEntry {
            id: LogEntryId::from_uuid(ids.next()),
            stream_type: event.stream_type.to_owned(),
            stream_id: event.stream_id,
            version,
            kind: event.kind.to_owned(),
            data: event.data,
            metadata: self.metadata.clone(),
            about: event.about,
            occurred_at: now,
        }
    }

    /// A job of this context, due at once.
    pub(crate) fn job<J: Job>(&self, job: &J, now: Timestamp, ids: &dyn Ids) -> JobEnvelope {
        job.envelope(self.traceparent.clone(), now, ids)
    }
}
