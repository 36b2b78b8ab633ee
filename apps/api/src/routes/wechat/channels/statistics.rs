//! `GET /v2/wechat/accounts/{account}/channels/{channelId}/statistics`

use super::super::administered;
use super::{ScanStatistics, channel_id, days, statistics_of};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Count the scans of a channel's QR codes by day.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/channels/{channelId}/statistics",
    operation_id = "readChannelStatistics",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account."), ("channelId" = uuid::Uuid, Path, description = "The channel."), ("from" = String, Query, description = "The first day, `2026-12-01`."), ("to" = String, Query, description = "The last day, less than 400 days later.")),
    responses((status = 200, description = "Scans.", body = Success<ScanStatistics>))
)]
async fn handle(call: Call) -> Result<Answer<ScanStatistics>, ApiError> {
    let (account, id, mut params) = (administered::account(&call).await?, channel_id(&call)?, call.params());
    let asked = days(&mut params)?;
    params.finish()?;
    let days = asked.clone();
    let counts = call
        .work(move |app| async move { app.read_channels.channel_scans(&account, id, &days).await })
        .await?;
    Ok(Answer::ok(statistics_of(asked, counts)))
}
