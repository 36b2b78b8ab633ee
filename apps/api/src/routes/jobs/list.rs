//! `GET /v2/jobs/dead-letters`

use ports::jobs::DeadLetter;
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

/// A job that will not be tried again by itself.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeadLetterBody {
    /// The job.
    id: Uuid,
    /// Its name; `unreadable` for what was no job at all.
    #[schema(example = "notifications.deliver")]
    name: String,
    /// What it was told; a text where it was no job at all.
    payload: JsonText,
    /// Its last attempt, from 1.
    #[schema(example = 5)]
    attempt: u32,
    /// Why it died.
    #[schema(example = "WeChat refused (40003): invalid openid")]
    reason: String,
    /// When it was first enqueued.
    created_at: Instant,
    /// When it died.
    died_at: Instant,
    /// W3C `traceparent` of what caused it.
    traceparent: Option<String>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageJobs)).paged()
}

/// List jobs that died, newest first.
#[utoipa::path(
    get,
    path = "/v2/jobs/dead-letters",
    operation_id = "listDeadLetters",
    tag = "jobs",
    params(("name" = Option<String>, Query, description = "Only jobs of this name.", example = "notifications.deliver")),
    responses((status = 200, description = "Dead jobs.", body = Success<PageBody<DeadLetterBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<DeadLetterBody>>, ApiError> {
    let mut params = call.params();
    let name = params.text("name", 128);
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.dead_letters.list(name.as_deref(), query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, DeadLetterBody::from)))
}

impl From<DeadLetter> for DeadLetterBody {
    fn from(DeadLetter { job, reason, died_at }: DeadLetter) -> Self {
        Self {
            id: job.id.uuid(),
            name: job.name,
            payload: JsonText(job.payload),
            attempt: job.attempt,
            reason,
            created_at: job.created_at.into(),
            died_at: died_at.into(),
            traceparent: job.traceparent,
        }
    }
}
