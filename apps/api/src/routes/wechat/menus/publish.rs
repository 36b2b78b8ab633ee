//! `POST /v2/wechat/accounts/{account}/menu/publish`

use super::body::MenuBody;
use super::{command, tagged};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).versioned()
}

/// Publish what is being edited, default and conditional menus together. The worker does it; `publication` tells how it went. People see it after five minutes at most, or when they open the chat anew.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/menu/publish",
    operation_id = "publishMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 202, description = "It will be published.", body = Success<MenuBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<MenuBody>, ApiError> {
    let command = command(&call).await?;
    let board = call
        .work(move |app| async move { app.menus.publish.run(command).await })
        .await?;
    Ok(tagged(Answer::accepted(MenuBody::of(Some(&board))), Some(&board)))
}
