//! `DELETE /v2/wechat/accounts/{account}/mass-messages/{massMessageId}`

use super::command;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound, WrongMassState).versioned()
}

/// Delete the draft of a mass message. What was ordered stays.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/mass-messages/{massMessageId}",
    operation_id = "deleteMassMessage",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.", example = "default"), ("massMessageId" = uuid::Uuid, Path, description = "The mass message.")),
    responses((status = 200, description = "It is gone; `data` is `null`.", body = Success<Nothing>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let command = command(&call).await?;
    call.work(move |app| async move { app.mass.delete.run(command).await })
        .await?;
    Ok(Answer::ok(Nothing).saying("Deleted"))
}
