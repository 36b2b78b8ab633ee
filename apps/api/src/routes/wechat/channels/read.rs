//! `GET /v2/wechat/accounts/{account}/channels/{channelId}`

use super::super::administered;
use super::body::ChannelBody;
use super::{channel_id, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Read a promotion channel.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/channels/{channelId}",
    operation_id = "readChannel",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account."), ("channelId" = uuid::Uuid, Path, description = "The channel.")),
    responses((status = 200, description = "The channel.", body = Success<ChannelBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call) -> Result<Answer<ChannelBody>, ApiError> {
    let (account, id) = (administered::account(&call).await?, channel_id(&call)?);
    let channel = call
        .work(move |app| async move { app.read_channels.find(&account, id).await })
        .await?;
    Ok(present(&channel))
}
