//! `POST /v2/wechat/accounts/{account}/drafts/{draftId}/push`

use super::draft_body::DraftBody;
use super::{command, tagged};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, DraftBeingPublished).versioned()
}

/// Push a draft to WeChat's draft box. The worker does it; `pushed` tells how it went.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/drafts/{draftId}/push",
    operation_id = "pushDraft",
    tag = "wechat articles",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("draftId" = uuid::Uuid, Path, description = "The draft.")
    ),
    responses((status = 202, description = "It will be pushed, unless WeChat has it already.", body = Success<DraftBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<DraftBody>, ApiError> {
    let on = command(&call).await?;
    let draft = call
        .work(move |app| async move { app.articles.push_draft.run(on).await })
        .await?;
    Ok(tagged(Answer::accepted(DraftBody::from(&draft)), &draft))
}
