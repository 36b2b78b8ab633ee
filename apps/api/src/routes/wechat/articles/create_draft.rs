//! `POST /v2/wechat/accounts/{account}/drafts`

use actix_web::http::header;
use application::wechat::articles::CreateDraftCommand;
use domain::ids::DraftId;

use super::article::ArticlesSubmission;
use super::draft_body::DraftBody;
use super::{account, present};
use crate::answer::Rendered;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).once()
}

/// Write a draft. WeChat gets it when it is pushed or published.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/drafts",
    operation_id = "createDraft",
    tag = "wechat articles",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = ArticlesSubmission,
    responses((status = 201, description = "The draft.", body = Success<DraftBody>, headers(("ETag", description = "Its version."), ("Location", description = "Its path."))))
)]
async fn handle(call: Call, body: Submitted<ArticlesSubmission>) -> Result<Rendered, ApiError> {
    let (account, context) = (account(&call).await?, call.context());
    let articles = body.value.into_articles();
    once::create(&call, &body.bytes, move |app, id| async move {
        let location = format!("/v2/wechat/accounts/{account}/drafts/{id}");
        let command = CreateDraftCommand {
            id: DraftId::from_uuid(id),
            account,
            articles,
            context,
        };
        let draft = app.articles.create_draft.run(command).await?;
        Ok(present(&draft).into_created().header(header::LOCATION, &location))
    })
    .await
}
