//! `GET /v2/wechat/accounts/{account}/broadcasts`

use domain::notifications::broadcast::BroadcastState;
use ports::notifications::broadcasts::BroadcastFilter;

use super::super::administered;
use super::broadcast_body::BroadcastBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadDeliveries), NotFound).paged()
}

/// List broadcasts, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/broadcasts",
    operation_id = "listBroadcasts",
    tag = "wechat messaging",
    params(
        ("account" = String, Path, description = "Our name of the account."),
        ("state" = Option<String>, Query, description = "`preparing`, `sending`, `done` or `cancelled`.")
    ),
    responses((status = 200, description = "Broadcasts.", body = Success<PageBody<BroadcastBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<BroadcastBody>>, ApiError> {
    let account = administered::account(&call).await?;
    let mut params = call.params();
    let filter = BroadcastFilter {
        account,
        state: params.choice("state", &BroadcastState::ALL.map(|state| (state.name(), state))),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.messaging.read_broadcasts.list(&filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, BroadcastBody::from)))
}
