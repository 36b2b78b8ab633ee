//! `DELETE /v2/wechat/accounts/{account}/reply-rules/{ruleId}`

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

/// Delete a reply rule. The log keeps what it was.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/reply-rules/{ruleId}",
    operation_id = "deleteReplyRule",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("ruleId" = uuid::Uuid, Path, description = "The rule.")
    ),
    responses((status = 200, description = "It is gone; `data` is `null`.", body = Success<Nothing>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let command = command(&call).await?;
    call.work(move |app| async move { app.reply_rules.delete.run(command).await })
        .await?;
    Ok(Answer::ok(Nothing).saying("Deleted"))
}
