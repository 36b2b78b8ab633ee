//! `GET /v2/wechat/accounts/{account}/templates`

use serde::Serialize;
use utoipa::ToSchema;

use super::super::administered;
use super::template_body::MessageTemplateBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

/// Templates of an account.
#[derive(Serialize, ToSchema)]
struct TemplateListBody {
    /// The templates, by title.
    items: Vec<MessageTemplateBody>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// List an account's templates of both kinds, as last brought over from WeChat.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/templates",
    operation_id = "listTemplates",
    tag = "wechat messaging",
    params(
        ("account" = String, Path, description = "Our name of the account."),
        ("includeGone" = Option<bool>, Query, description = "Also those that WeChat no longer has.")
    ),
    responses((status = 200, description = "The templates.", body = Success<TemplateListBody>))
)]
async fn handle(call: Call) -> Result<Answer<TemplateListBody>, ApiError> {
    let account = administered::account(&call).await?;
    let mut params = call.params();
    let with_gone = params
        .choice("includeGone", &[("true", true), ("false", false)])
        .unwrap_or(false);
    params.finish()?;
    let templates = call
        .work(move |app| async move { app.messaging.read_templates.list(&account, with_gone).await })
        .await?;
    let items = templates
        .iter()
        .map(|template| MessageTemplateBody::of(template, None))
        .collect();
    Ok(Answer::ok(TemplateListBody { items }))
}
