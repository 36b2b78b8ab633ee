//! `GET /v2/wechat/accounts/{account}/follower-sync`

use super::super::account;
use super::body::FollowerSyncBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// See how far the present or last synchronisation came.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/follower-sync",
    operation_id = "getFollowerSync",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 200, description = "The synchronisation.", body = Success<FollowerSyncBody>))
)]
async fn handle(call: Call) -> Result<Answer<FollowerSyncBody>, ApiError> {
    let account = account(&call).await?;
    let sync = call
        .work(move |app| async move { app.followers.read.sync(&account).await })
        .await?;
    Ok(Answer::ok(sync.into()))
}
