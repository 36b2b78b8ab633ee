//! `GET /v2/wechat/accounts/{account}/menu`

use super::body::MenuBody;
use super::present;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Look at the default menu being edited.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/menu",
    operation_id = "getMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 200, description = "The menu; without buttons before the first edit.", body = Success<MenuBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call) -> Result<Answer<MenuBody>, ApiError> {
    let account = super::account(&call).await?;
    let board = call
        .work(move |app| async move { app.menus.read.find(&account).await })
        .await?;
    Ok(present(board.as_ref()))
}
