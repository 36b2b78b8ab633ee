//! `GET /v2/wechat/accounts/{account}/content-checks/{checkId}`

use domain::ids::ContentCheckId;

use super::ContentCheckBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::mini_program::account_name;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadMessages), NotFound)
}

/// Read one content check.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/content-checks/{checkId}",
    operation_id = "readContentCheck",
    tag = "mini-program",
    params(
        ("account" = String, Path, description = "The account.", example = "mini"),
        ("checkId" = uuid::Uuid, Path, description = "The check.")
    ),
    responses((status = 200, description = "The check.", body = Success<ContentCheckBody>))
)]
async fn handle(call: Call) -> Result<Answer<ContentCheckBody>, ApiError> {
    let (account, id) = (account_name(&call), call.id::<ContentCheckId>("checkId")?);
    let found = call
        .work(move |app| async move { app.mini_program.read_checks.find(&account, id).await })
        .await?;
    let check = found.ok_or_else(|| ApiError::not_found("content check"))?;
    Ok(Answer::ok(check.into()))
}
