//! `GET /v2/wechat/accounts/{account}/content-checks`

use domain::wechat::mini_program::ContentVerdict;
use ports::wechat::mini_program::CheckFilter;

use super::ContentCheckBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::mini_program::account_name;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

const VERDICTS: [(&str, Option<ContentVerdict>); 4] = [
    ("waiting", None),
    ("pass", Some(ContentVerdict::Pass)),
    ("review", Some(ContentVerdict::Review)),
    ("risky", Some(ContentVerdict::Risky)),
];

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadMessages)).paged()
}

/// List an account's content checks, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/content-checks",
    operation_id = "listContentChecks",
    tag = "mini-program",
    params(
        ("account" = String, Path, description = "The account.", example = "mini"),
        ("verdict" = Option<String>, Query, description = "`waiting`, `pass`, `review` or `risky`.", example = "review")
    ),
    responses((status = 200, description = "Checks.", body = Success<PageBody<ContentCheckBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<ContentCheckBody>>, ApiError> {
    let (account, mut params) = (account_name(&call), call.params());
    let filter = CheckFilter {
        verdict: params.choice("verdict", &VERDICTS),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.mini_program.read_checks.list(&account, filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, ContentCheckBody::from)))
}
