//! `PUT /v2/wechat/accounts/{account}/drafts/{draftId}`

use super::article::ArticlesSubmission;
use super::draft_body::DraftBody;
use super::{command, present};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, DraftBeingPublished).versioned()
}

/// Replace a draft's articles. WeChat gets them with the next push.
#[utoipa::path(
    put,
    path = "/v2/wechat/accounts/{account}/drafts/{draftId}",
    operation_id = "editDraft",
    tag = "wechat articles",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("draftId" = uuid::Uuid, Path, description = "The draft.")
    ),
    request_body = ArticlesSubmission,
    responses((status = 200, description = "The draft as it is now.", body = Success<DraftBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<ArticlesSubmission>) -> Result<Answer<DraftBody>, ApiError> {
    let (on, articles) = (command(&call).await?, body.value.into_articles());
    let draft = call
        .work(move |app| async move { app.articles.edit_draft.run(on, articles).await })
        .await?;
    Ok(present(&draft))
}
