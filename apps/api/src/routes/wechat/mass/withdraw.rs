//! `POST /v2/wechat/accounts/{account}/mass-messages/{massMessageId}/withdraw`

use serde::Deserialize;
use utoipa::ToSchema;

use super::body::MassMessageBody;
use super::{command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

/// What to take back.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MassWithdrawal {
    /// One article, from 1 to 8; all of it without one.
    #[schema(example = 1)]
    article_index: Option<u32>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::SendMessages),
        NotFound,
        WrongMassState,
        NotWithdrawable,
        Upstream
    )
    .versioned()
}

/// Take back articles or a video that were sent. Nothing brings them back. Where WeChat fails half-way, repeating it does the rest.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/mass-messages/{massMessageId}/withdraw",
    operation_id = "withdrawMassMessage",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.", example = "default"), ("massMessageId" = uuid::Uuid, Path, description = "The mass message.")),
    request_body = MassWithdrawal,
    responses((status = 200, description = "The mass message as it is now.", body = Success<MassMessageBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<MassWithdrawal>) -> Result<Answer<MassMessageBody>, ApiError> {
    let (command, article) = (command(&call).await?, body.value.article_index);
    let message = call
        .work(move |app| async move { app.mass.withdraw.run(command, article).await })
        .await?;
    present(&call, message).await
}
