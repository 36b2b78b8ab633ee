//! `POST /v2/events`

use actix_web::http::header;
use application::events::CreateEventCommand;
use domain::ids::EventId;

use super::draft::NewEvent;
use super::{EventBody, present};
use crate::answer::Rendered;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageEvents)).once()
}

/// Plan an event.
#[utoipa::path(
    post,
    path = "/v2/events",
    operation_id = "createEvent",
    tag = "events",
    request_body = NewEvent,
    responses((
        status = 201, description = "The event, a draft.", body = Success<EventBody>,
        headers(("ETag", description = "Its version."), ("Location", description = "Its path."))
    ))
)]
async fn handle(call: Call, body: Submitted<NewEvent>) -> Result<Rendered, ApiError> {
    let (draft, context) = (body.value.into_draft(), call.context());
    once::create(&call, &body.bytes, move |app, id| async move {
        let command = CreateEventCommand {
            id: EventId::from_uuid(id),
            draft: draft?,
            context,
        };
        let view = app.create_event.run(command).await?;
        Ok(present(&view)
            .into_created()
            .header(header::LOCATION, &format!("/v2/events/{id}")))
    })
    .await
}
