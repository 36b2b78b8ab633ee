//! `PUT /v2/operators/{operatorId}/wecom`

use actix_web::http::header;
use application::identity::LinkWecomCommand;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::WecomUserBody;
use super::demanded;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, etag};
use crate::wire::envelope::Success;

/// Which member.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct LinkRequest {
    /// Our name of the WeCom account through which they sign in.
    #[schema(example = "staff")]
    account: String,
    /// WeCom's user id (账号); the case of letters does not matter.
    #[schema(example = "ZhangSan")]
    user_id: String,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageOperators),
        NotFound,
        WrongProduct,
        UserLinked,
        Conflict
    )
    .versioned()
}

/// Say which member of a WeCom corporation an operator is. They then sign in as that member.
///
/// A member is one operator at most. The `ETag` is the version of the link.
#[utoipa::path(
    put,
    path = "/v2/operators/{operatorId}/wecom",
    operation_id = "linkOperatorToWecom",
    tag = "identity",
    params(("operatorId" = uuid::Uuid, Path, description = "The operator.")),
    request_body = LinkRequest,
    responses((
        status = 200,
        description = "Linked.",
        body = Success<Option<WecomUserBody>>,
        headers(("ETag" = String, description = "The version of the link."))
    ))
)]
async fn handle(call: Call, body: Submitted<LinkRequest>) -> Result<Answer<Option<WecomUserBody>>, ApiError> {
    let operator = call.id("operatorId")?;
    let command = LinkWecomCommand {
        operator,
        expected_version: demanded(&call, operator).await?,
        context: call.context(),
    };
    let LinkRequest { account, user_id } = body.value;
    let link = call
        .work(move |app| async move { app.staff.link.link(&command, &account, &user_id).await })
        .await?;
    Ok(Answer::ok(WecomUserBody::of(&link)).header(header::ETAG, &etag::tag(link.version)))
}
