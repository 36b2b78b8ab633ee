//! `DELETE /v2/wechat/accounts/{account}/follower-sync`

use super::body::FollowerSyncBody;
use super::command;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, SyncNotRunning)
}

/// End the synchronisation that runs. What it read stays.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/follower-sync",
    operation_id = "cancelFollowerSync",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 200, description = "It has ended.", body = Success<FollowerSyncBody>))
)]
async fn handle(call: Call, _body: Ignored) -> Result<Answer<FollowerSyncBody>, ApiError> {
    let command = command(&call).await?;
    let sync = call
        .work(move |app| async move { app.followers.sync.cancel(&command).await })
        .await?;
    Ok(Answer::ok(sync.into()))
}
