//! `DELETE /v2/wechat/accounts/{account}/channels/{channelId}`

use super::command;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).versioned()
}

/// Delete a promotion channel. Its codes lead nowhere any more; what was counted stays.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/channels/{channelId}",
    operation_id = "deleteChannel",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account."), ("channelId" = uuid::Uuid, Path, description = "The channel.")),
    responses((status = 200, description = "It is gone; `data` is `null`.", body = Success<Nothing>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let command = command(&call).await?;
    call.work(move |app| async move { app.delete_channel.run(command).await })
        .await?;
    Ok(Answer::ok(Nothing).saying("Deleted"))
}
