//! `GET /v2/events/{eventId}/qr-codes`

use super::QrCodeBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadEvents), NotFound).paged()
}

/// List an event's QR codes, newest first.
#[utoipa::path(
    get,
    path = "/v2/events/{eventId}/qr-codes",
    operation_id = "listQrCodes",
    tag = "events",
    params(("eventId" = uuid::Uuid, Path, description = "The event.")),
    responses((status = 200, description = "Codes.", body = Success<PageBody<QrCodeBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<QrCodeBody>>, ApiError> {
    let (event, mut params) = (call.event_id()?, call.params());
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.read_events.qr_codes(event, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, QrCodeBody::from)))
}
