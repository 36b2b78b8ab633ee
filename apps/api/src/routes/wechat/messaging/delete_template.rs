//! `DELETE /v2/wechat/accounts/{account}/templates/{templateId}`

use super::template_body::MessageTemplateBody;
use super::{command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Upstream).versioned()
}

/// Delete a template from its account at WeChat. What was sent under it stays readable.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/templates/{templateId}",
    operation_id = "deleteTemplate",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account."), ("templateId" = uuid::Uuid, Path, description = "The template: our id.")),
    responses((status = 200, description = "The template as it was.", body = Success<MessageTemplateBody>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<MessageTemplateBody>, ApiError> {
    let command = command(&call).await?;
    let template = call
        .work(move |app| async move { app.messaging.delete_template.run(&command).await })
        .await?;
    Ok(present(&template, None))
}
