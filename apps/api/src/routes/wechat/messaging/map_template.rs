//! `PUT /v2/wechat/accounts/{account}/templates/{templateId}/mapping`

use std::collections::BTreeMap;

use application::notifications::templates::MapTemplateCommand;
use serde::Deserialize;
use utoipa::ToSchema;

use super::template_body::MessageTemplateBody;
use super::{command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

/// What goes into the fields of a template.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MappingBody {
    /// Every field of the template with its text. Placeholders: `{{event.title}}`, `{{event.location}}`,
    /// `{{event.start}}`, `{{event.end}}`, `{{ticket.code}}`, `{{checkIn.time}}`.
    #[schema(example = json!({"thing1": "{{event.title}}", "time2": "{{event.start}}"}))]
    fields: BTreeMap<String, String>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).versioned()
}

/// Map a template's fields. What WeChat could refuse (47003) is refused here.
#[utoipa::path(
    put,
    path = "/v2/wechat/accounts/{account}/templates/{templateId}/mapping",
    operation_id = "mapTemplate",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account."), ("templateId" = uuid::Uuid, Path, description = "The template: our id.")),
    request_body = MappingBody,
    responses((status = 200, description = "The template as it is now.", body = Success<MessageTemplateBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<MappingBody>) -> Result<Answer<MessageTemplateBody>, ApiError> {
    let command = MapTemplateCommand {
        on: command(&call).await?,
        fields: body.value.fields,
    };
    let template = call
        .work(move |app| async move { app.messaging.map_template.run(command).await })
        .await?;
    Ok(present(&template, None))
}
