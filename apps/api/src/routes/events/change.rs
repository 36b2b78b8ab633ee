//! `PATCH /v2/events/{eventId}`

use application::events::ChangeEventCommand;

use super::draft::EventChange;
use super::{EventBody, command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageEvents),
        NotFound,
        WrongState,
        CapacityBelowRegistered
    )
    .versioned()
}

/// Change an event (merge patch).
#[utoipa::path(
    patch,
    path = "/v2/events/{eventId}",
    operation_id = "changeEvent",
    tag = "events",
    params(("eventId" = uuid::Uuid, Path, description = "The event.")),
    request_body = EventChange,
    responses((status = 200, description = "The event as it is now.", body = Success<EventBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<EventChange>) -> Result<Answer<EventBody>, ApiError> {
    let (on, change) = (command(&call).await?, body.value);
    change.check()?;
    let edit = Box::new(move |draft: &mut _| change.apply(draft));
    let command = ChangeEventCommand { on, edit };
    let view = call
        .work(move |app| async move { app.change_event.run(command).await })
        .await?;
    Ok(present(&view))
}
