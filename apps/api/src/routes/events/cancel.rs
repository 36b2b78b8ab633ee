//! `POST /v2/events/{eventId}/cancel`

use application::events::CancelEventCommand;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{EventBody, command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Maybe};
use crate::wire::envelope::Success;

/// Why an event is called off.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CancelRequest {
    /// Shown to people who scan afterwards, at most 300 characters.
    #[schema(example = "The pianist is ill.")]
    reason: Option<String>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageEvents), NotFound, WrongState).versioned()
}

/// Call an event off. The body may be left out.
#[utoipa::path(
    post,
    path = "/v2/events/{eventId}/cancel",
    operation_id = "cancelEvent",
    tag = "events",
    params(("eventId" = uuid::Uuid, Path, description = "The event.")),
    request_body = Option<CancelRequest>,
    responses((status = 200, description = "The event as it is now.", body = Success<EventBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, Maybe(body): Maybe<CancelRequest>) -> Result<Answer<EventBody>, ApiError> {
    let command = CancelEventCommand {
        on: command(&call).await?,
        reason: body.reason,
    };
    let view = call
        .work(move |app| async move { app.cancel_event.run(command).await })
        .await?;
    Ok(present(&view))
}
