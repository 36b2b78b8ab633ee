//! `GET /v2/wechat/accounts/{account}/broadcasts/{broadcastId}/deliveries`

use domain::notifications::DeliveryState;
use ports::notifications::DeliveryFilter;

use super::super::administered;
use super::broadcast_id;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::notifications::DeliveryBody;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadDeliveries), NotFound).paged()
}

/// List a broadcast's deliveries, newest first: one for each person.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/broadcasts/{broadcastId}/deliveries",
    operation_id = "listBroadcastDeliveries",
    tag = "wechat messaging",
    params(
        ("account" = String, Path, description = "Our name of the account."),
        ("broadcastId" = uuid::Uuid, Path, description = "The broadcast."),
        ("state" = Option<String>, Query, description = "`pending`, `sending`, `accepted`, `delivered`, `failed`, `unknown` or `skipped`.")
    ),
    responses((status = 200, description = "Deliveries.", body = Success<PageBody<DeliveryBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<DeliveryBody>>, ApiError> {
    let (account, id) = (administered::account(&call).await?, broadcast_id(&call)?);
    let mut params = call.params();
    let filter = DeliveryFilter {
        state: params.choice("state", &DeliveryState::ALL.map(|state| (state.name(), state))),
        ..DeliveryFilter::default()
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move {
            app.messaging
                .read_broadcasts
                .deliveries(&account, id, filter, query)
                .await
        })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, DeliveryBody::from)))
}
