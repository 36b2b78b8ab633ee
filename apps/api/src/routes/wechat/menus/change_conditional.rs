//! `PUT /v2/wechat/accounts/{account}/conditional-menus/{menuId}`

use application::wechat::menus::{ChangeConditionalCommand, MenuError};
use domain::ids::ConditionalMenuId;

use super::conditional_body::{ConditionalMenuBody, ConditionalSubmission};
use super::{command, tagged};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).versioned()
}

/// Replace the draft of a conditional menu; its place among the others stays. WeChat gets it with the next publishing.
#[utoipa::path(
    put,
    path = "/v2/wechat/accounts/{account}/conditional-menus/{menuId}",
    operation_id = "editConditionalMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default"), ("menuId" = uuid::Uuid, Path, description = "The conditional menu.")),
    request_body = ConditionalSubmission,
    responses((status = 200, description = "The menu as it is now.", body = Success<ConditionalMenuBody>, headers(("ETag", description = "The version of all menus."))))
)]
async fn handle(call: Call, body: Submitted<ConditionalSubmission>) -> Result<Answer<ConditionalMenuBody>, ApiError> {
    let (on, id): (_, ConditionalMenuId) = (command(&call).await?, call.id("menuId")?);
    let draft = body.value.into_draft()?;
    let board = call
        .work(move |app| async move {
            let command = ChangeConditionalCommand { on, id, draft };
            app.menus.change_conditional.run(command).await
        })
        .await?;
    let menu = board.conditional(id).ok_or(MenuError::Unknown(id))?;
    Ok(tagged(Answer::ok(ConditionalMenuBody::from(menu)), Some(&board)))
}
