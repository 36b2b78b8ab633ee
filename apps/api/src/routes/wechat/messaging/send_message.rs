//! `POST /v2/wechat/accounts/{account}/followers/{openId}/messages`

use application::notifications::direct::SendMessageCommand;

use super::content::CustomContent;
use super::person;
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::routes::notifications::DeliveryBody;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound, WindowClosed).once()
}

/// Send a customer-service message to one person, now. The answer tells what WeChat said.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/followers/{openId}/messages",
    operation_id = "sendMessage",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account."), ("openId" = String, Path, description = "The person's open id at the account; case matters.")),
    request_body = CustomContent,
    responses((status = 201, description = "The delivery; `state` tells what came of it.", body = Success<DeliveryBody>))
)]
async fn handle(call: Call, body: Submitted<CustomContent>) -> Result<Rendered, ApiError> {
    let (person, context, message) = (person(&call).await?, call.context(), body.value.into());
    once::create(&call, &body.bytes, move |app, id| async move {
        let command = SendMessageCommand {
            id,
            person,
            message,
            context,
        };
        let delivery = app.messaging.send_message.run(command).await?;
        Ok(Answer::created(DeliveryBody::from(delivery)))
    })
    .await
}
