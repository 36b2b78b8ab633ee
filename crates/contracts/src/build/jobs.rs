//! Jobs, dead letters and entries of the event log.

use domain::ids::{EventId, JobId, LogEntryId};
use ports::jobs::{DeadLetter, JobEnvelope};
use ports::log::{LogEntry, LogMetadata};
use uuid::Uuid;

use super::{after, fresh, now};

/// A first attempt, due now.
#[must_use]
pub fn a_job(name: &str) -> JobEnvelope {
    JobEnvelope {
        id: fresh(JobId::from_uuid),
        name: name.to_owned(),
        payload: r#"{"id": 1, "text":"茶 🍵"}"#.to_owned(),
        attempt: 1,
        created_at: now(),
        not_before: now(),
        traceparent: None,
    }
}

/// A job that died in its fifth attempt.
#[must_use]
pub fn a_dead_letter(name: &str) -> DeadLetter {
    DeadLetter {
        job: JobEnvelope {
            attempt: 5,
            ..a_job(name)
        },
        reason: "WeChat refused (45047): 📵".to_owned(),
        died_at: after(90),
    }
}

/// A change of a stream of the type `event`, about an event.
#[must_use]
pub fn a_log_entry(stream_id: Uuid, version: u64, about: Option<EventId>) -> LogEntry {
    LogEntry {
        id: fresh(LogEntryId::from_uuid),
        stream_type: "event".to_owned(),
        stream_id,
        version,
        kind: "event.detailsChanged".to_owned(),
        // Neither the order of keys nor the white space is canonical: it must come back as it was written.
        data: r#"{"title": "茶会 🍵","a":1.50}"#.to_owned(),
        metadata: LogMetadata {
            source: "api".to_owned(),
            ..LogMetadata::default()
        },
        about,
        occurred_at: now(),
    }
}
