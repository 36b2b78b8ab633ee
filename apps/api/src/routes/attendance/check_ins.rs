//! `GET /v2/events/{eventId}/check-ins`

use ports::attendance::CheckInView;

use super::check_in_body::ListedCheckIn;
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

/// List an event's check-ins, newest first.
#[utoipa::path(
    get,
    path = "/v2/events/{eventId}/check-ins",
    operation_id = "listCheckIns",
    tag = "attendance",
    params(
        ("eventId" = uuid::Uuid, Path, description = "The event."),
        ("gate" = Option<String>, Query, description = "Only those at this gate.", example = "北门")
    ),
    responses((status = 200, description = "Check-ins.", body = Success<PageBody<ListedCheckIn>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<ListedCheckIn>>, ApiError> {
    let (event, mut params) = (call.event_id()?, call.params());
    let gate = params.text("gate", 64);
    let query = params.page();
    params.finish()?;
    let read = move |app: std::sync::Arc<application::UseCases>| async move {
        app.read_attendance.check_ins(event, gate.as_deref(), query).await
    };
    Ok(Answer::ok(PageBody::of(
        call.work(read).await?,
        query,
        ListedCheckIn::from,
    )))
}

impl From<CheckInView> for ListedCheckIn {
    fn from(CheckInView { check_in, person }: CheckInView) -> Self {
        Self {
            check_in: check_in.into(),
            open_id: person.open_id,
            account: person.account,
        }
    }
}
