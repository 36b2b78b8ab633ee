//! `GET /v2/notifications/deliveries`

use domain::notifications::DeliveryState;
use ports::notifications::DeliveryFilter;

use super::body::DeliveryBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadDeliveries)).paged()
}

/// List notices, newest first.
#[utoipa::path(
    get,
    path = "/v2/notifications/deliveries",
    operation_id = "listDeliveries",
    tag = "notifications",
    params(
        ("eventId" = Option<uuid::Uuid>, Query, description = "Only about this event."),
        ("attendeeId" = Option<uuid::Uuid>, Query, description = "Only about this attendee."),
        ("state" = Option<String>, Query, description = "`pending`, `sending`, `accepted`, `delivered`, `failed`, `unknown` or `skipped`."),
        ("openId" = Option<String>, Query, description = "Only to this open id; case matters.")
    ),
    responses((status = 200, description = "Deliveries.", body = Success<PageBody<DeliveryBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<DeliveryBody>>, ApiError> {
    let mut params = call.params();
    let filter = DeliveryFilter {
        event: params.id("eventId"),
        attendee: params.id("attendeeId"),
        broadcast: None,
        state: params.choice("state", &DeliveryState::ALL.map(|state| (state.name(), state))),
        open_id: params.text("openId", 128),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.read_deliveries.list(&filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, DeliveryBody::from)))
}
