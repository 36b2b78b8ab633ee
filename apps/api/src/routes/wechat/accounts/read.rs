//! `GET /v2/wechat/accounts/{account}`

use super::{AccountBody, name, present, public_base};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Look at a WeChat account. Of its credentials it is told which are set and since when, never what they are.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}",
    operation_id = "getWechatAccount",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "tea-shop")),
    responses((status = 200, description = "The account.", body = Success<AccountBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call) -> Result<Answer<AccountBody>, ApiError> {
    let account = name(&call);
    let view = call
        .work(move |app| async move { app.read_accounts.find(&account).await })
        .await?;
    Ok(present(view, public_base(&call).as_deref()))
}
