//! `DELETE /v2/wechat/accounts/{account}/conditional-menus/{menuId}`

use application::wechat::menus::RemoveConditionalCommand;

use super::command;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).versioned()
}

/// Remove a conditional menu. WeChat loses it with the next publishing.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/conditional-menus/{menuId}",
    operation_id = "removeConditionalMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default"), ("menuId" = uuid::Uuid, Path, description = "The conditional menu.")),
    responses((status = 200, description = "It is gone; `data` is `null`.", body = Success<Nothing>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let (on, id) = (command(&call).await?, call.id("menuId")?);
    call.work(move |app| async move {
        app.menus
            .remove_conditional
            .run(RemoveConditionalCommand { on, id })
            .await
    })
    .await?;
    Ok(Answer::ok(Nothing).saying("Removed"))
}
