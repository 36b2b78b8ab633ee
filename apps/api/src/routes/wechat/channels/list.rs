//! `GET /v2/wechat/accounts/{account}/channels`

use super::super::administered;
use super::body::ChannelBody;
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

/// List an account's promotion channels, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/channels",
    operation_id = "listChannels",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account.")),
    responses((status = 200, description = "Channels.", body = Success<PageBody<ChannelBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<ChannelBody>>, ApiError> {
    let (account, mut params) = (administered::account(&call).await?, call.params());
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.read_channels.list(&account, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, |channel| {
        ChannelBody::from(&channel)
    })))
}
