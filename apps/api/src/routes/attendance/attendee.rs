//! `GET /v2/events/{eventId}/attendees/{attendeeId}`

use super::body::AttendeeBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadAttendees), NotFound)
}

/// Look at an attendee.
#[utoipa::path(
    get,
    path = "/v2/events/{eventId}/attendees/{attendeeId}",
    operation_id = "getAttendee",
    tag = "attendance",
    params(
        ("eventId" = uuid::Uuid, Path, description = "The event."),
        ("attendeeId" = uuid::Uuid, Path, description = "The attendee.")
    ),
    responses((status = 200, description = "The attendee.", body = Success<AttendeeBody>))
)]
async fn handle(call: Call) -> Result<Answer<AttendeeBody>, ApiError> {
    let (event, attendee) = (call.event_id()?, call.attendee_id()?);
    let details = call
        .work(move |app| async move { app.read_attendance.attendee(event, attendee).await })
        .await?;
    Ok(Answer::ok(details.into()))
}
