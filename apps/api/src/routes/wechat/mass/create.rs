//! `POST /v2/wechat/accounts/{account}/mass-messages`

use actix_web::http::header;
use application::wechat::mass::DraftMassCommand;
use domain::ids::MassMessageId;

use super::body::MassMessageBody;
use super::content::MassDraftBody;
use super::tagged;
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::routes::wechat::administered;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound).once()
}

/// Draft a mass message. Nothing is sent before `…/send`.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/mass-messages",
    operation_id = "draftMassMessage",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = MassDraftBody,
    responses((status = 201, description = "The draft.", body = Success<MassMessageBody>, headers(("Location", description = "Its path."), ("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<MassDraftBody>) -> Result<Rendered, ApiError> {
    let (account, context, draft) = (administered::account(&call).await?, call.context(), body.value);
    once::create(&call, &body.bytes, move |app, id| async move {
        let location = format!("/v2/wechat/accounts/{account}/mass-messages/{id}");
        let command = DraftMassCommand {
            id: MassMessageId::from_uuid(id),
            account,
            content: draft.content.into(),
            audience: draft.audience.into(),
            context,
        };
        let message = app.mass.draft.run(command).await?;
        let view = app.mass.read.view(message).await?;
        Ok(tagged(view.into(), Answer::created).header(header::LOCATION, &location))
    })
    .await
}
