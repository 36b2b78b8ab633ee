//! `GET /v2/wechat/accounts/{account}/mini-program/links/{linkId}`

use domain::ids::MiniProgramLinkId;

use super::MiniProgramLinkBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::mini_program::account_name;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Read one link.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/mini-program/links/{linkId}",
    operation_id = "readMiniProgramLink",
    tag = "mini-program",
    params(
        ("account" = String, Path, description = "The account.", example = "mini"),
        ("linkId" = uuid::Uuid, Path, description = "The link.")
    ),
    responses((status = 200, description = "The link.", body = Success<MiniProgramLinkBody>))
)]
async fn handle(call: Call) -> Result<Answer<MiniProgramLinkBody>, ApiError> {
    let (account, id) = (account_name(&call), call.id::<MiniProgramLinkId>("linkId")?);
    let found = call
        .work(move |app| async move { app.mini_program.read_links.find(&account, id).await })
        .await?;
    let link = found.ok_or_else(|| ApiError::not_found("link"))?;
    Ok(Answer::ok(link.into()))
}
