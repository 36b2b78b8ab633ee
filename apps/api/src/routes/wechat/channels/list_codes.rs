//! `GET /v2/wechat/accounts/{account}/qr-codes`

use domain::ids::EventId;
use ports::wechat::SceneCodeFilter;

use super::super::administered;
use super::body::SceneCodeBody;
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

/// List an account's QR codes of every kind, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/qr-codes",
    operation_id = "listSceneCodes",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account."), ("eventId" = Option<uuid::Uuid>, Query, description = "Only codes of this event.")),
    responses((status = 200, description = "Codes.", body = Success<PageBody<SceneCodeBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<SceneCodeBody>>, ApiError> {
    let (account, mut params) = (administered::account(&call).await?, call.params());
    let filter = SceneCodeFilter {
        channel: None,
        event: params.id::<EventId>("eventId"),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.read_channels.codes(&account, filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, SceneCodeBody::from)))
}
