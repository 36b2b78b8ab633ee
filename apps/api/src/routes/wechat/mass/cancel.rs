//! `POST /v2/wechat/accounts/{account}/mass-messages/{massMessageId}/cancel`

use super::body::MassMessageBody;
use super::{command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound, WrongMassState).versioned()
}

/// Call a mass message off, as far as WeChat has not got it. What WeChat has, or may have, goes on.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/mass-messages/{massMessageId}/cancel",
    operation_id = "cancelMassMessage",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.", example = "default"), ("massMessageId" = uuid::Uuid, Path, description = "The mass message.")),
    responses((status = 200, description = "The mass message as it is now.", body = Success<MassMessageBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<MassMessageBody>, ApiError> {
    let command = command(&call).await?;
    let message = call
        .work(move |app| async move { app.mass.cancel.run(command).await })
        .await?;
    present(&call, message).await
}
