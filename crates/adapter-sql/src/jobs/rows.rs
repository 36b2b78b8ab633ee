//! Rows that hold jobs and what they mean.

use domain::ids::JobId;
use ports::StoreError;
use ports::jobs::JobEnvelope;

use crate::sql::{Row, Sql};

/// The columns of a job in every table that holds jobs.
pub(super) const JOB_COLUMNS: &str = "job_id, attempt, name, payload, created_at, not_before, traceparent";
pub(super) const JOB_WIDTH: usize = 7;

/// Binds a row of [`JOB_COLUMNS`].
pub(super) fn bind_job(sql: &mut Sql, job: &JobEnvelope) {
    sql.bind(job.id.uuid())
        .bind(job.attempt)
        .bind(job.name.as_str())
        .bind(job.payload.as_str())
        .bind(job.created_at)
        .bind(job.not_before)
        .bind(job.traceparent.as_deref());
}

pub(super) fn to_job(row: &Row) -> Result<JobEnvelope, StoreError> {
    Ok(JobEnvelope {
        id: JobId::from_uuid(row.id("job_id")?),
        attempt: row.number("attempt")?,
        name: row.text("name")?,
        payload: row.text("payload")?,
        created_at: row.time("created_at")?,
        not_before: row.time("not_before")?,
        traceparent: row.text_or_null("traceparent")?,
    })
}
