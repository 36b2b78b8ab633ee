//! `GET /v2/wechat/accounts/{account}/drafts`

use super::account;
use super::draft_body::ListedDraftBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).paged()
}

/// List an account's drafts, newest first, without their contents.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/drafts",
    operation_id = "listDrafts",
    tag = "wechat articles",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 200, description = "Drafts.", body = Success<PageBody<ListedDraftBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<ListedDraftBody>>, ApiError> {
    let (account, mut params) = (account(&call).await?, call.params());
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.articles.read.drafts(&account, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, ListedDraftBody::from)))
}
