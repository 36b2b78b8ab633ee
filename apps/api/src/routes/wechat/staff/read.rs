//! `GET /v2/wechat/accounts/{account}/wecom/messages/{messageId}`

use super::account_name;
use super::body::StaffMessageDetailsBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadDeliveries), NotFound)
}

/// See how a message to members came on.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/messages/{messageId}",
    operation_id = "getStaffMessage",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the WeCom account.", example = "staff"),
        ("messageId" = uuid::Uuid, Path, description = "The message.")
    ),
    responses((status = 200, description = "The message.", body = Success<StaffMessageDetailsBody>))
)]
async fn handle(call: Call) -> Result<Answer<StaffMessageDetailsBody>, ApiError> {
    let (account, id) = (account_name(&call), call.id("messageId")?);
    let details = call
        .work(move |app| async move { app.staff.read.find(&account, id).await })
        .await?;
    Ok(Answer::ok(StaffMessageDetailsBody::from(&details)))
}
