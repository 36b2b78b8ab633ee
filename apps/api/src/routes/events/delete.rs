//! `DELETE /v2/events/{eventId}`

use super::command;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageEvents), NotFound).versioned()
}

/// Take an event out of sight. Attendees, check-ins and the log stay; its QR codes answer that it is gone.
#[utoipa::path(
    delete,
    path = "/v2/events/{eventId}",
    operation_id = "deleteEvent",
    tag = "events",
    params(("eventId" = uuid::Uuid, Path, description = "The event.")),
    responses((status = 200, description = "It is gone; `data` is `null`.", body = Success<Nothing>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let command = command(&call).await?;
    call.work(move |app| async move { app.delete_event.run(command).await })
        .await?;
    Ok(Answer::ok(Nothing).saying("Deleted"))
}
