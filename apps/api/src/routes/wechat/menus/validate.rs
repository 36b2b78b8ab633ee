//! `POST /v2/wechat/accounts/{account}/menu/validate`

use domain::wechat::menus::{MenuBoard, check_menu};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{FaultBody, faults_of};
use super::button::{ButtonBody, menu_of};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Maybe};
use crate::wire::Object;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// A menu to be checked; without buttons all that is being edited is.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MenuToCheck {
    /// Its entries, from left to right.
    #[serde(default)]
    #[schema(value_type = Option<Vec<ButtonBody>>)]
    buttons: Option<Vec<Object<ButtonBody>>>,
}

/// What a check found.
#[derive(Serialize, ToSchema)]
struct CheckedBody {
    /// Whether WeChat would take it.
    #[schema(example = false)]
    valid: bool,
    /// What WeChat would refuse.
    faults: Vec<FaultBody>,
}

/// Check a menu against WeChat's limits: the one submitted, or without one all that is being edited.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/menu/validate",
    operation_id = "validateMenu",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = MenuToCheck,
    responses((status = 200, description = "What WeChat would refuse.", body = Success<CheckedBody>))
)]
async fn handle(call: Call, Maybe(body): Maybe<MenuToCheck>) -> Result<Answer<CheckedBody>, ApiError> {
    let account = super::account(&call).await?;
    let faults = match body.buttons {
        Some(buttons) => check_menu(&menu_of(buttons), ""),
        None => {
            let board = call
                .work(move |app| async move { app.menus.read.find(&account).await })
                .await?;
            board
                .as_ref()
                .map_or_else(|| check_menu(&menu_of(Vec::new()), ""), MenuBoard::faults)
        }
    };
    Ok(Answer::ok(CheckedBody {
        valid: faults.is_empty(),
        faults: faults_of(faults),
    }))
}
