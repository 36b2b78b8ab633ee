//! `DELETE /v2/wechat/accounts/{account}/menu/published`

use super::command;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Conflict, Upstream).versioned()
}

/// Take the default and all conditional menus from WeChat. What is being edited stays.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/menu/published",
    operation_id = "withdrawMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 200, description = "WeChat has no menu any more; `data` is `null`.", body = Success<Nothing>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let command = command(&call).await?;
    call.work(move |app| async move { app.menus.withdraw.run(command).await })
        .await?;
    Ok(Answer::ok(Nothing).saying("Withdrawn"))
}
