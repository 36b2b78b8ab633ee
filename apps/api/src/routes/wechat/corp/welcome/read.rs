//! `GET /v2/wechat/accounts/{account}/wecom/welcome-message`

use super::body::WelcomeMessageBody;
use super::present;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::corp::account_name;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Look at the message that welcomes new external contacts, and at what became of it.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/welcome-message",
    operation_id = "getWelcomeMessage",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the WeCom account.", example = "corp")),
    responses((status = 200, description = "The message; off before the first change.", body = Success<WelcomeMessageBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call) -> Result<Answer<WelcomeMessageBody>, ApiError> {
    let account = account_name(&call);
    let state = call
        .work(move |app| async move { app.corp.welcome.find(&account).await })
        .await?;
    Ok(present(state))
}
