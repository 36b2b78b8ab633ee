//! `GET /v2/wechat/accounts/{account}/reply-rules/{ruleId}`

use domain::ids::ReplyRuleId;

use super::body::RuleBody;
use super::present;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Look at a reply rule.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/reply-rules/{ruleId}",
    operation_id = "getReplyRule",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("ruleId" = uuid::Uuid, Path, description = "The rule.")
    ),
    responses((status = 200, description = "The rule.", body = Success<RuleBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call) -> Result<Answer<RuleBody>, ApiError> {
    let (account, id): (_, ReplyRuleId) = (super::account(&call).await?, call.id("ruleId")?);
    let rule = call
        .work(move |app| async move { app.reply_rules.read.find(&account, id).await })
        .await?;
    Ok(present(&rule))
}
