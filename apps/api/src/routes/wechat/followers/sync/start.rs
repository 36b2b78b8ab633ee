//! `POST /v2/wechat/accounts/{account}/follower-sync`

use serde::Deserialize;
use utoipa::ToSchema;

use super::body::FollowerSyncBody;
use super::command;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Maybe};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageWechat),
        NotFound,
        SyncRunning,
        NothingToResume
    )
}

/// How to begin.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct StartSync {
    /// Go on with the last one, which failed or was ended half-way, instead of beginning anew.
    #[serde(default)]
    #[schema(example = false)]
    resume: bool,
}

/// Read all followers anew from WeChat, one synchronisation at a time.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/follower-sync",
    operation_id = "startFollowerSync",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = StartSync,
    responses((status = 202, description = "It has begun.", body = Success<FollowerSyncBody>))
)]
async fn handle(call: Call, body: Maybe<StartSync>) -> Result<Answer<FollowerSyncBody>, ApiError> {
    let (command, resume) = (command(&call).await?, body.0.resume);
    let sync = call
        .work(move |app| async move { app.followers.sync.start(&command, resume).await })
        .await?;
    Ok(Answer::accepted(sync.into()))
}
