//! `POST /v2/wechat/accounts/{account}/broadcasts/{broadcastId}/cancel`

use super::super::administered;
use super::broadcast_body::BroadcastBody;
use super::broadcast_id;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound, BroadcastOver)
}

/// Call a broadcast off. Nothing more is begun within a second; what was under way shows what came of it.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/broadcasts/{broadcastId}/cancel",
    operation_id = "cancelBroadcast",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account."), ("broadcastId" = uuid::Uuid, Path, description = "The broadcast.")),
    responses((status = 200, description = "The broadcast as it is now.", body = Success<BroadcastBody>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<BroadcastBody>, ApiError> {
    let (account, id, context) = (
        administered::account(&call).await?,
        broadcast_id(&call)?,
        call.context(),
    );
    let broadcast = call
        .work(move |app| async move { app.messaging.cancel_broadcast.run(&account, id, &context).await })
        .await?;
    Ok(Answer::ok(broadcast.into()))
}
