//! `GET /v2/events/{eventId}/qr-codes/{qrCodeId}/statistics`

use domain::ids::QrCodeId;

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::{ScanStatistics, days, statistics_of};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadEvents), NotFound)
}

/// Count the scans of an event's QR code by day.
#[utoipa::path(
    get,
    path = "/v2/events/{eventId}/qr-codes/{qrCodeId}/statistics",
    operation_id = "readQrCodeStatistics",
    tag = "events",
    params(
        ("eventId" = uuid::Uuid, Path, description = "The event."),
        ("qrCodeId" = uuid::Uuid, Path, description = "The code."),
        ("from" = String, Query, description = "The first day, `2026-12-01`."),
        ("to" = String, Query, description = "The last day, less than 400 days later.")
    ),
    responses((status = 200, description = "Scans.", body = Success<ScanStatistics>))
)]
async fn handle(call: Call) -> Result<Answer<ScanStatistics>, ApiError> {
    let (event, id, mut params) = (call.event_id()?, call.id::<QrCodeId>("qrCodeId")?, call.params());
    let asked = days(&mut params)?;
    params.finish()?;
    let days = asked.clone();
    let counts = call
        .work(move |app| async move { app.read_channels.event_code_scans(event, id, &days).await })
        .await?;
    Ok(Answer::ok(statistics_of(asked, counts)))
}
