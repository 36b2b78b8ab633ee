//! `DELETE /v2/wechat/accounts/{account}/drafts/{draftId}`

use super::command;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, DraftBeingPublished).versioned()
}

/// Delete a draft, here and at WeChat. What was published of it stays published.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/drafts/{draftId}",
    operation_id = "deleteDraft",
    tag = "wechat articles",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("draftId" = uuid::Uuid, Path, description = "The draft.")
    ),
    responses((status = 200, description = "It is gone; `data` is `null`.", body = Success<Nothing>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let on = command(&call).await?;
    call.work(move |app| async move { app.articles.delete_draft.run(on).await })
        .await?;
    Ok(Answer::ok(Nothing).saying("Deleted"))
}
