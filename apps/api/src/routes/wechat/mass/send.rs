//! `POST /v2/wechat/accounts/{account}/mass-messages/{massMessageId}/send`

use serde::Deserialize;
use utoipa::ToSchema;

use super::body::MassMessageBody;
use super::{body_of, command, tagged};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

/// That it is meant.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MassConfirmation {
    /// `true`: it goes to as many people as `recipients` of the mass message tells, and nothing stops it once WeChat has
    /// it.
    #[schema(example = true)]
    confirm: bool,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound, WrongMassState).versioned()
}

/// Send a mass message. `If-Match` is required: what is sent is what was looked at. The worker hands it to WeChat; look at the mass message to follow it.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/mass-messages/{massMessageId}/send",
    operation_id = "sendMassMessage",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.", example = "default"), ("massMessageId" = uuid::Uuid, Path, description = "The mass message.")),
    request_body = MassConfirmation,
    responses((status = 202, description = "It will be sent.", body = Success<MassMessageBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<MassConfirmation>) -> Result<Answer<MassMessageBody>, ApiError> {
    if !body.value.confirm {
        return Err(ApiError::invalid("confirm", "must be true"));
    }
    let command = command(&call).await?;
    if command.expected_version.is_none() {
        return Err(ApiError::invalid(
            "If-Match",
            "is required: the ETag of the mass message you looked at",
        ));
    }
    let message = call
        .work(move |app| async move { app.mass.order.run(command).await })
        .await?;
    let body = body_of(&call, message).await?;
    Ok(tagged(body, Answer::accepted))
}
