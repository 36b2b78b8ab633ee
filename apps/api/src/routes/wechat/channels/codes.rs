//! `GET /v2/wechat/accounts/{account}/channels/{channelId}/qr-codes`

use ports::wechat::SceneCodeFilter;

use super::super::administered;
use super::body::SceneCodeBody;
use super::channel_id;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).paged()
}

/// List a channel's QR codes, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/channels/{channelId}/qr-codes",
    operation_id = "listChannelCodes",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account."), ("channelId" = uuid::Uuid, Path, description = "The channel.")),
    responses((status = 200, description = "Codes.", body = Success<PageBody<SceneCodeBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<SceneCodeBody>>, ApiError> {
    let (account, mut params) = (administered::account(&call).await?, call.params());
    let filter = SceneCodeFilter {
        channel: Some(channel_id(&call)?),
        event: None,
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.read_channels.codes(&account, filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, SceneCodeBody::from)))
}
