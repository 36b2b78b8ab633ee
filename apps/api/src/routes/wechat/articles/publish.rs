//! `POST /v2/wechat/accounts/{account}/drafts/{draftId}/publish`

use actix_web::http::header;
use domain::ids::PublicationId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::publication_body::PublicationBody;
use super::{command, require_confirmed};
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

/// That it is meant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PublishOrder {
    /// Must be `true`: everybody can read what is published.
    #[serde(default)]
    #[schema(example = true)]
    confirm: bool,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, DraftBeingPublished)
        .once()
        .versioned()
}

/// Publish a draft as it is now, without sending it to anybody. The worker pushes it and hands it in, once: an answer that does not come leaves the publication `unknown`. WeChat then looks at it, which takes minutes to hours; the draft cannot be changed until that is decided, and is used up at WeChat afterwards.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/drafts/{draftId}/publish",
    operation_id = "publishDraft",
    tag = "wechat articles",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("draftId" = uuid::Uuid, Path, description = "The draft.")
    ),
    request_body = PublishOrder,
    responses((status = 202, description = "It will be published.", body = Success<PublicationBody>, headers(("Location", description = "The publication's path."))))
)]
async fn handle(call: Call, body: Submitted<PublishOrder>) -> Result<Rendered, ApiError> {
    require_confirmed(body.value.confirm)?;
    let on = command(&call).await?;
    once::create(&call, &body.bytes, move |app, id| async move {
        let location = format!("/v2/wechat/accounts/{}/publications/{id}", on.account);
        let publication = app.articles.publish.run(on, PublicationId::from_uuid(id)).await?;
        Ok(Answer::accepted(PublicationBody::from(&publication)).header(header::LOCATION, &location))
    })
    .await
}
