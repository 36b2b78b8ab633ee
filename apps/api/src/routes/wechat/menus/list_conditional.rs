//! `GET /v2/wechat/accounts/{account}/conditional-menus`

use serde::Serialize;
use utoipa::ToSchema;

use super::conditional_body::ConditionalMenuBody;
use super::tagged;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// The conditional menus being edited.
#[derive(Serialize, ToSchema)]
struct ConditionalMenusBody {
    /// In their order.
    items: Vec<ConditionalMenuBody>,
}

/// List the conditional menus being edited, in their order: of several that fit a person the last is shown.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/conditional-menus",
    operation_id = "listConditionalMenus",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 200, description = "At most 50 menus.", body = Success<ConditionalMenusBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call) -> Result<Answer<ConditionalMenusBody>, ApiError> {
    let account = super::account(&call).await?;
    let board = call
        .work(move |app| async move { app.menus.read.find(&account).await })
        .await?;
    let menus = board.iter().flat_map(|board| &board.stored().conditional);
    let body = ConditionalMenusBody {
        items: menus.map(ConditionalMenuBody::from).collect(),
    };
    Ok(tagged(Answer::ok(body), board.as_ref()))
}
