//! `GET /v2/events/{eventId}/attendees`

use ports::attendance::AttendeeFilter;

use super::body::AttendeeBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadAttendees), NotFound).paged()
}

/// List an event's attendees, newest registration first unless asked otherwise.
#[utoipa::path(
    get,
    path = "/v2/events/{eventId}/attendees",
    operation_id = "listAttendees",
    tag = "attendance",
    params(
        ("eventId" = uuid::Uuid, Path, description = "The event."),
        ("status" = Option<String>, Query, description = "`registered`: those who have not come yet; `checked-in`: those who have."),
        ("search" = Option<String>, Query, description = "Open id, whole or from its beginning; case matters."),
        ("sort" = Option<String>, Query, description = "`-registeredAt` (default) or `registeredAt`.")
    ),
    responses((status = 200, description = "Attendees.", body = Success<PageBody<AttendeeBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<AttendeeBody>>, ApiError> {
    let (event, mut params) = (call.event_id()?, call.params());
    let filter = AttendeeFilter {
        checked_in: params.choice("status", &[("registered", false), ("checked-in", true)]),
        search: params.text("search", 128),
        oldest_first: params
            .choice("sort", &[("-registeredAt", false), ("registeredAt", true)])
            .unwrap_or(false),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.read_attendance.attendees(event, &filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, AttendeeBody::from)))
}
