//! `GET /v2/wechat/accounts/{account}/mini-program/codes/{codeId}`

use domain::ids::MiniProgramCodeId;

use super::MiniProgramCodeBody;
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

/// Read one Mini Program code.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/mini-program/codes/{codeId}",
    operation_id = "readMiniProgramCode",
    tag = "mini-program",
    params(
        ("account" = String, Path, description = "The account.", example = "mini"),
        ("codeId" = uuid::Uuid, Path, description = "The code.")
    ),
    responses((status = 200, description = "The code.", body = Success<MiniProgramCodeBody>))
)]
async fn handle(call: Call) -> Result<Answer<MiniProgramCodeBody>, ApiError> {
    let (account, id) = (account_name(&call), call.id::<MiniProgramCodeId>("codeId")?);
    let found = call
        .work(move |app| async move { app.mini_program.read_codes.find(&account, id).await })
        .await?;
    let code = found.ok_or_else(|| ApiError::not_found("code"))?;
    Ok(Answer::ok(code.into()))
}
