//! `GET /v2/people/{personId}`

use super::body::PersonBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound)
}

/// Look at a person. The id of somebody who was merged away leads to who they are now.
#[utoipa::path(
    get,
    path = "/v2/people/{personId}",
    operation_id = "getPerson",
    tag = "identity",
    params(("personId" = uuid::Uuid, Path, description = "The person.")),
    responses((status = 200, description = "The person.", body = Success<PersonBody>))
)]
async fn handle(call: Call) -> Result<Answer<PersonBody>, ApiError> {
    let id = call.id("personId")?;
    let person = call
        .work(move |app| async move { app.read_people.find(id).await })
        .await?;
    Ok(Answer::ok(person.into()))
}
