//! `POST /v2/wechat/accounts/{account}/templates/{templateId}/test-send`

use application::notifications::templates::TestSendCommand;
use domain::ids::EventId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::command;
use super::content::{LinkTarget, link};
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::routes::notifications::DeliveryBody;
use crate::wire::envelope::Success;

/// To whom a template is sent for trial.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TestSendBody {
    /// The person's open id at the account.
    #[schema(example = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M")]
    open_id: String,
    /// The event whose facts fill it; examples without it.
    event_id: Option<Uuid>,
    /// Where a tap leads.
    link: Option<LinkTarget>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound, TemplateNotReady).once()
}

/// Try a template out on one person, now. The answer tells what WeChat said.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/templates/{templateId}/test-send",
    operation_id = "testSendTemplate",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account."), ("templateId" = uuid::Uuid, Path, description = "The template: our id.")),
    request_body = TestSendBody,
    responses((status = 201, description = "The delivery; `state` tells what came of it.", body = Success<DeliveryBody>))
)]
async fn handle(call: Call, body: Submitted<TestSendBody>) -> Result<Rendered, ApiError> {
    let (on, value) = (command(&call).await?, body.value);
    let open_id = domain::text::single_line(&value.open_id, 1..=128)
        .map_err(|fault| ApiError::invalid("openId", fault.to_string()))?;
    once::create(&call, &body.bytes, move |app, id| async move {
        let command = TestSendCommand {
            id,
            on,
            open_id,
            event: value.event_id.map(EventId::from_uuid),
            link: link(value.link),
        };
        let delivery = app.messaging.test_send.run(command).await?;
        Ok(Answer::created(DeliveryBody::from(delivery)))
    })
    .await
}
