//! `GET /v2/events/{eventId}`

use actix_web::HttpResponse;
use actix_web::Responder as _;
use actix_web::http::header;

use super::{EventBody, present};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, etag};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadEvents), NotFound)
}

/// Look at an event.
#[utoipa::path(
    get,
    path = "/v2/events/{eventId}",
    operation_id = "getEvent",
    tag = "events",
    params(
        ("eventId" = uuid::Uuid, Path, description = "The event."),
        ("If-None-Match" = Option<String>, Header, description = "An `ETag` seen before.", example = "\"2\"")
    ),
    responses(
        (status = 200, description = "The event.", body = Success<EventBody>, headers(("ETag", description = "Its version."))),
        (status = 304, description = "It is still in the version that `If-None-Match` names.")
    )
)]
async fn handle(call: Call) -> Result<HttpResponse, ApiError> {
    let event = call.event_id()?;
    let view = call
        .work(move |app| async move { app.read_events.find(event).await })
        .await?;
    let version = view.event.version();
    if etag::is_known(&call, version) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, etag::tag(version)))
            .finish());
    }
    Ok(present(&view).respond_to(call.http()))
}
