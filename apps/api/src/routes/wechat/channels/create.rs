//! `POST /v2/wechat/accounts/{account}/channels`

use actix_web::http::header;
use application::wechat::channels::CreateChannelCommand;
use domain::ids::ChannelId;

use super::super::administered;
use super::body::{ChannelBody, NewChannel};
use super::present;
use crate::answer::Rendered;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).once()
}

/// Set up a promotion channel.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/channels",
    operation_id = "createChannel",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account.")),
    request_body = NewChannel,
    responses((status = 201, description = "The channel.", body = Success<ChannelBody>, headers(("ETag", description = "Its version."), ("Location", description = "Its path."))))
)]
async fn handle(call: Call, body: Submitted<NewChannel>) -> Result<Rendered, ApiError> {
    let (account, context) = (administered::account(&call).await?, call.context());
    let draft = body.value.into();
    once::create(&call, &body.bytes, move |app, id| async move {
        let location = format!("/v2/wechat/accounts/{account}/channels/{id}");
        let command = CreateChannelCommand {
            id: ChannelId::from_uuid(id),
            account,
            draft,
            context,
        };
        let channel = app.create_channel.run(command).await?;
        Ok(present(&channel).into_created().header(header::LOCATION, &location))
    })
    .await
}
