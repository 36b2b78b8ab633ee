//! `PATCH /v2/wechat/accounts/{account}/channels/{channelId}`

use std::sync::Arc;

use super::body::{ChannelBody, ChannelChange};
use super::{command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).versioned()
}

/// Change a promotion channel (merge patch).
#[utoipa::path(
    patch,
    path = "/v2/wechat/accounts/{account}/channels/{channelId}",
    operation_id = "changeChannel",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account."), ("channelId" = uuid::Uuid, Path, description = "The channel.")),
    request_body = ChannelChange,
    responses((status = 200, description = "The channel as it is now.", body = Success<ChannelBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<ChannelChange>) -> Result<Answer<ChannelBody>, ApiError> {
    let (command, change) = (command(&call).await?, body.value);
    let edit = Arc::new(move |draft: &mut _| change.clone().apply(draft));
    let channel = call
        .work(move |app| async move { app.change_channel.run(command, edit).await })
        .await?;
    Ok(present(&channel))
}
