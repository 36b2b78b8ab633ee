//! `GET /v2/wechat/accounts/{account}/templates/{templateId}`

use super::super::administered;
use super::template_body::MessageTemplateBody;
use super::{present, template_id};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Look at a template, and at how many people it reaches.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/templates/{templateId}",
    operation_id = "readTemplate",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account."), ("templateId" = uuid::Uuid, Path, description = "The template: our id.")),
    responses((status = 200, description = "The template.", body = Success<MessageTemplateBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call) -> Result<Answer<MessageTemplateBody>, ApiError> {
    let (account, template) = (administered::account(&call).await?, template_id(&call)?);
    let view = call
        .work(move |app| async move { app.messaging.read_templates.find(&account, template).await })
        .await?;
    Ok(present(&view.template, view.reachable))
}
