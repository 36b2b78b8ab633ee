//! `GET /v2/wechat/accounts/{account}/tag-runs/{runId}`

use super::account;
use super::body::TagRunBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound)
}

/// See how far a run came.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/tag-runs/{runId}",
    operation_id = "getTagRun",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("runId" = uuid::Uuid, Path, description = "The run.")
    ),
    responses((status = 200, description = "The run.", body = Success<TagRunBody>))
)]
async fn handle(call: Call) -> Result<Answer<TagRunBody>, ApiError> {
    let (account, id) = (account(&call).await?, call.id("runId")?);
    let run = call
        .work(move |app| async move { app.followers.tag_runs.find(&account, id).await })
        .await?;
    Ok(Answer::ok(TagRunBody::from(&run)))
}
