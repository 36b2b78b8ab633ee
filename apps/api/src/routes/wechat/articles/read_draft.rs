//! `GET /v2/wechat/accounts/{account}/drafts/{draftId}`

use domain::ids::DraftId;

use super::draft_body::DraftBody;
use super::{account, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Read one draft.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/drafts/{draftId}",
    operation_id = "readDraft",
    tag = "wechat articles",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("draftId" = uuid::Uuid, Path, description = "The draft.")
    ),
    responses((status = 200, description = "The draft.", body = Success<DraftBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call) -> Result<Answer<DraftBody>, ApiError> {
    let (account, id) = (account(&call).await?, call.id::<DraftId>("draftId")?);
    let draft = call
        .work(move |app| async move { app.articles.read.draft(&account, id).await })
        .await?;
    Ok(present(&draft))
}
