//! `GET /v2/wechat/accounts/{account}/publications`

use domain::wechat::articles::PublicationState;
use ports::wechat::articles::PublicationFilter;

use super::account;
use super::publication_body::PublicationBody;
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

/// List an account's publications, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/publications",
    operation_id = "listPublications",
    tag = "wechat articles",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("state" = Option<String>, Query, description = "`pending`, `submitted`, `published`, `failed`, `unknown`, `withdrawn` or `removed`.")
    ),
    responses((status = 200, description = "Publications.", body = Success<PageBody<PublicationBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<PublicationBody>>, ApiError> {
    let (account, mut params) = (account(&call).await?, call.params());
    let filter = PublicationFilter {
        state: params.choice("state", &PublicationState::ALL.map(|state| (state.name(), state))),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.articles.read.publications(&account, filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, |publication| {
        PublicationBody::from(&publication)
    })))
}
