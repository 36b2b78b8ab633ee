//! `POST /v2/jobs/dead-letters/{jobId}/replay`

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageJobs), NotFound)
}

/// Give a dead job another life, beginning with its first attempt.
#[utoipa::path(
    post,
    path = "/v2/jobs/dead-letters/{jobId}/replay",
    operation_id = "replayDeadLetter",
    tag = "jobs",
    params(("jobId" = uuid::Uuid, Path, description = "The job.")),
    responses((status = 202, description = "It will be tried again; `data` is `null`.", body = Success<Nothing>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let job = call.job_id()?;
    call.work(move |app| async move { app.dead_letters.replay(job).await })
        .await?;
    Ok(Answer::accepted(Nothing))
}
