//! `DELETE /v2/operators/{operatorId}/wecom`

use actix_web::http::header;
use application::identity::LinkWecomCommand;

use super::demanded;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored, etag};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageOperators), NotFound, Conflict).versioned()
}

/// End the link of an operator to a member. Sessions that the member has go on until they end.
#[utoipa::path(
    delete,
    path = "/v2/operators/{operatorId}/wecom",
    operation_id = "unlinkOperatorFromWecom",
    tag = "identity",
    params(("operatorId" = uuid::Uuid, Path, description = "The operator.")),
    responses((
        status = 200,
        description = "Not linked any more.",
        body = Success<Nothing>,
        headers(("ETag" = String, description = "The version of the ended link."))
    ))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let operator = call.id("operatorId")?;
    let command = LinkWecomCommand {
        operator,
        expected_version: demanded(&call, operator).await?,
        context: call.context(),
    };
    let link = call
        .work(move |app| async move { app.staff.link.unlink(&command).await })
        .await?;
    Ok(Answer::ok(Nothing).header(header::ETAG, &etag::tag(link.version)))
}
