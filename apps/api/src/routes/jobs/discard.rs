//! `DELETE /v2/jobs/dead-letters/{jobId}`

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageJobs), NotFound)
}

/// Forget a dead job for good.
#[utoipa::path(
    delete,
    path = "/v2/jobs/dead-letters/{jobId}",
    operation_id = "discardDeadLetter",
    tag = "jobs",
    params(("jobId" = uuid::Uuid, Path, description = "The job.")),
    responses((status = 200, description = "It is gone; `data` is `null`.", body = Success<Nothing>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let job = call.job_id()?;
    call.work(move |app| async move { app.dead_letters.discard(job).await })
        .await?;
    Ok(Answer::ok(Nothing).saying("Discarded"))
}
