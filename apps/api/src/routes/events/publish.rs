//! `POST /v2/events/{eventId}/publish`

use super::{EventBody, command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageEvents), NotFound, WrongState).versioned()
}

/// Open a draft to the public.
#[utoipa::path(
    post,
    path = "/v2/events/{eventId}/publish",
    operation_id = "publishEvent",
    tag = "events",
    params(("eventId" = uuid::Uuid, Path, description = "The event.")),
    responses((status = 200, description = "The event as it is now.", body = Success<EventBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<EventBody>, ApiError> {
    let command = command(&call).await?;
    let view = call
        .work(move |app| async move { app.publish_event.run(command).await })
        .await?;
    Ok(present(&view))
}
