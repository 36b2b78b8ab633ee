//! `GET /v2/wechat/accounts/{account}/wecom/messages/{messageId}/answers`

use super::account_name;
use super::body::AnswerBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadMessages), NotFound).paged()
}

/// List what members answered on a message's card, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/messages/{messageId}/answers",
    operation_id = "listStaffMessageAnswers",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the WeCom account.", example = "staff"),
        ("messageId" = uuid::Uuid, Path, description = "The message.")
    ),
    responses((status = 200, description = "Answers.", body = Success<PageBody<AnswerBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<AnswerBody>>, ApiError> {
    let (account, id, mut params) = (account_name(&call), call.id("messageId")?, call.params());
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.staff.read.answers(&account, id, query).await })
        .await?;
    let now = call.stamp().time;
    Ok(Answer::ok(PageBody::of(page, query, |answer| {
        AnswerBody::of(&answer, now)
    })))
}
