//! `PUT /v2/wechat/accounts/{account}/mass-messages/{massMessageId}`

use application::wechat::mass::EditMassCommand;

use super::body::MassMessageBody;
use super::content::MassDraftBody;
use super::{command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound, WrongMassState).versioned()
}

/// Replace the draft of a mass message, list of people included.
#[utoipa::path(
    put,
    path = "/v2/wechat/accounts/{account}/mass-messages/{massMessageId}",
    operation_id = "editMassMessage",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.", example = "default"), ("massMessageId" = uuid::Uuid, Path, description = "The mass message.")),
    request_body = MassDraftBody,
    responses((status = 200, description = "The draft as it is now.", body = Success<MassMessageBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<MassDraftBody>) -> Result<Answer<MassMessageBody>, ApiError> {
    let command = EditMassCommand {
        on: command(&call).await?,
        content: body.value.content.into(),
        audience: body.value.audience.into(),
    };
    let message = call
        .work(move |app| async move { app.mass.edit.run(command).await })
        .await?;
    present(&call, message).await
}
