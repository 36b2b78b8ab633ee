//! `PUT /v2/wechat/accounts/{account}/menu`

use application::wechat::menus::EditMenuCommand;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::MenuBody;
use super::button::{ButtonBody, menu_of};
use super::{command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::Object;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).versioned()
}

/// A whole menu.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MenuSubmission {
    /// Its entries, from left to right.
    #[schema(value_type = Vec<ButtonBody>)]
    buttons: Vec<Object<ButtonBody>>,
}

/// Replace the draft of the default menu. It may break WeChat's limits (see `faults`); publishing it may not.
#[utoipa::path(
    put,
    path = "/v2/wechat/accounts/{account}/menu",
    operation_id = "editMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = MenuSubmission,
    responses((status = 200, description = "The menu as it is now.", body = Success<MenuBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<MenuSubmission>) -> Result<Answer<MenuBody>, ApiError> {
    let on = command(&call).await?;
    let menu = menu_of(body.value.buttons);
    let board = call
        .work(move |app| async move { app.menus.edit.run(EditMenuCommand { on, menu }).await })
        .await?;
    Ok(present(Some(&board)))
}
