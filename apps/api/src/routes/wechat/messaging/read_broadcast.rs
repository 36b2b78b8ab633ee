//! `GET /v2/wechat/accounts/{account}/broadcasts/{broadcastId}`

use super::super::administered;
use super::broadcast_body::BroadcastProgressBody;
use super::broadcast_id;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadDeliveries), NotFound)
}

/// Follow a broadcast: its state, and its deliveries counted by theirs.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/broadcasts/{broadcastId}",
    operation_id = "readBroadcast",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account."), ("broadcastId" = uuid::Uuid, Path, description = "The broadcast.")),
    responses((status = 200, description = "The broadcast.", body = Success<BroadcastProgressBody>))
)]
async fn handle(call: Call) -> Result<Answer<BroadcastProgressBody>, ApiError> {
    let (account, id) = (administered::account(&call).await?, broadcast_id(&call)?);
    let view = call
        .work(move |app| async move { app.messaging.read_broadcasts.find(&account, id).await })
        .await?;
    Ok(Answer::ok(view.into()))
}
