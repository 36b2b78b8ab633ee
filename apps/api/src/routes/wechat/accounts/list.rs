//! `GET /v2/wechat/accounts`

use serde::Serialize;
use utoipa::ToSchema;

use super::{AccountBody, public_base};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

/// Every account.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccountList {
    /// The configuration's first, then by name.
    items: Vec<AccountBody>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat))
}

/// List the WeChat accounts. There are few, so that the list has no pages.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts",
    operation_id = "listWechatAccounts",
    tag = "wechat",
    responses((status = 200, description = "The accounts.", body = Success<AccountList>))
)]
async fn handle(call: Call) -> Result<Answer<AccountList>, ApiError> {
    let views = call.work(|app| async move { app.read_accounts.list().await }).await?;
    let base = public_base(&call);
    let items = views
        .into_iter()
        .map(|view| AccountBody::of(view, base.as_deref()))
        .collect();
    Ok(Answer::ok(AccountList { items }))
}
