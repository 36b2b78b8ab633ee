//! `GET /v2/wechat/accounts/{account}/tag-runs/{runId}/followers`

use super::account;
use super::body::TagRunMemberBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound).paged()
}

/// List the people of a run in its order, with what became of each.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/tag-runs/{runId}/followers",
    operation_id = "listTagRunFollowers",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("runId" = uuid::Uuid, Path, description = "The run."),
        ("outcome" = Option<String>, Query, description = "`waiting`, `done` or `refused`.", example = "refused")
    ),
    responses((status = 200, description = "People.", body = Success<PageBody<TagRunMemberBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<TagRunMemberBody>>, ApiError> {
    let (account, id, mut params) = (account(&call).await?, call.id("runId")?, call.params());
    let outcomes = [("waiting", "waiting"), ("done", "done"), ("refused", "refused")];
    let outcome = params.choice("outcome", &outcomes);
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.followers.tag_runs.members(&account, id, outcome, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, TagRunMemberBody::from)))
}
