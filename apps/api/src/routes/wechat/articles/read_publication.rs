//! `GET /v2/wechat/accounts/{account}/publications/{publicationId}`

use domain::ids::PublicationId;

use super::account;
use super::publication_body::PublicationBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Read one publication.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/publications/{publicationId}",
    operation_id = "readPublication",
    tag = "wechat articles",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("publicationId" = uuid::Uuid, Path, description = "The publication.")
    ),
    responses((status = 200, description = "The publication.", body = Success<PublicationBody>))
)]
async fn handle(call: Call) -> Result<Answer<PublicationBody>, ApiError> {
    let (account, id) = (account(&call).await?, call.id::<PublicationId>("publicationId")?);
    let publication = call
        .work(move |app| async move { app.articles.read.publication(&account, id).await })
        .await?;
    Ok(Answer::ok(PublicationBody::from(&publication)))
}
