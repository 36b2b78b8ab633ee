//! `POST /v2/wechat/accounts/{account}/reply-rules`

use actix_web::http::header;
use application::wechat::rules::CreateRuleCommand;
use domain::ids::ReplyRuleId;

use super::body::RuleBody;
use super::draft::RuleSubmission;
use super::present;
use crate::answer::Rendered;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, LimitReached).once()
}

/// Make a reply rule. It answers from the next message on.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/reply-rules",
    operation_id = "createReplyRule",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = RuleSubmission,
    responses((
        status = 201, description = "The rule.", body = Success<RuleBody>,
        headers(("ETag", description = "Its version."), ("Location", description = "Its path."))
    ))
)]
async fn handle(call: Call, body: Submitted<RuleSubmission>) -> Result<Rendered, ApiError> {
    let (account, context) = (super::account(&call).await?, call.context());
    let draft = body.value.into_draft();
    once::create(&call, &body.bytes, move |app, id| async move {
        let path = format!("/v2/wechat/accounts/{account}/reply-rules/{id}");
        let command = CreateRuleCommand {
            id: ReplyRuleId::from_uuid(id),
            account,
            draft: draft?,
            context,
        };
        let rule = app.reply_rules.create.run(command).await?;
        Ok(present(&rule).into_created().header(header::LOCATION, &path))
    })
    .await
}
