//! `PUT /v2/wechat/accounts/{account}/reply-rules/{ruleId}`

use application::wechat::rules::ChangeRuleCommand;

use super::body::RuleBody;
use super::draft::RuleSubmission;
use super::{command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, LimitReached).versioned()
}

/// Replace a reply rule: what is left out becomes what it is in a new rule.
#[utoipa::path(
    put,
    path = "/v2/wechat/accounts/{account}/reply-rules/{ruleId}",
    operation_id = "replaceReplyRule",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("ruleId" = uuid::Uuid, Path, description = "The rule.")
    ),
    request_body = RuleSubmission,
    responses((status = 200, description = "The rule as it is now.", body = Success<RuleBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<RuleSubmission>) -> Result<Answer<RuleBody>, ApiError> {
    let on = command(&call).await?;
    let draft = body.value.into_draft()?;
    let command = ChangeRuleCommand { on, draft };
    let rule = call
        .work(move |app| async move { app.reply_rules.change.run(command).await })
        .await?;
    Ok(present(&rule))
}
