//! `GET /v2/wechat/accounts/{account}/wecom/messages/{messageId}/recipients`

use domain::wechat::wecom::message::RecipientOutcome;

use super::account_name;
use super::body::RecipientBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadDeliveries), NotFound).paged()
}

/// List the recipients of a message in its order, with what became of each.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/messages/{messageId}/recipients",
    operation_id = "listStaffMessageRecipients",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the WeCom account.", example = "staff"),
        ("messageId" = uuid::Uuid, Path, description = "The message."),
        ("outcome" = Option<String>, Query, description = "`waiting`, `accepted`, `invalid`, `unlicensed`, `failed` or `unknown`.", example = "invalid")
    ),
    responses((status = 200, description = "Recipients.", body = Success<PageBody<RecipientBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<RecipientBody>>, ApiError> {
    let (account, id, mut params) = (account_name(&call), call.id("messageId")?, call.params());
    let outcomes = RecipientOutcome::ALL.map(|outcome| (outcome.name(), outcome));
    let outcome = params.choice("outcome", &outcomes);
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.staff.read.recipients(&account, id, outcome, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, RecipientBody::from)))
}
