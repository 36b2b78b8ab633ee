//! `POST /v2/wechat/accounts/{account}/wecom/messages/{messageId}/recall`

use application::wechat::wecom::messages::RecallStaffMessageCommand;

use super::account_name;
use super::body::StaffMessageBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::SendMessages),
        NotFound,
        MessageUnderWay,
        NothingToRecall,
        RecallTooLate,
        Conflict
    )
}

/// Take a message back, within 24 hours.
///
/// It goes from the WeCom client, not from the WeChat plugin. Jobs do it part by part; `recall` tells how far they are.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/wecom/messages/{messageId}/recall",
    operation_id = "recallStaffMessage",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the WeCom account.", example = "staff"),
        ("messageId" = uuid::Uuid, Path, description = "The message.")
    ),
    responses((status = 202, description = "It will be taken back.", body = Success<StaffMessageBody>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<StaffMessageBody>, ApiError> {
    let command = RecallStaffMessageCommand {
        id: call.id("messageId")?,
        account: account_name(&call),
        context: call.context(),
    };
    let message = call
        .work(move |app| async move { app.staff.recall.run(&command).await })
        .await?;
    Ok(Answer::accepted(StaffMessageBody::from(&message)))
}
