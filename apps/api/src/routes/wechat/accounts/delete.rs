//! `DELETE /v2/wechat/accounts/{account}`

use application::wechat::accounts::RemoveAccountCommand;

use super::{expected_version, name};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, AccountConfigured).versioned()
}

/// Remove a WeChat account and its credentials for good. What it received and sent stays.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}",
    operation_id = "removeWechatAccount",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "tea-shop")),
    responses((status = 200, description = "It is gone; `data` is `null`.", body = Success<Nothing>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let account = name(&call);
    let command = RemoveAccountCommand {
        expected_version: expected_version(&call, &account).await?,
        name: account,
        context: call.context(),
    };
    call.work(move |app| async move { app.remove_account.run(command).await })
        .await?;
    Ok(Answer::ok(Nothing).saying("Removed"))
}
