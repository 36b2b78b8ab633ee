//! `GET /v2/wechat/accounts/{account}/mini-program/links`

use domain::wechat::mini_program::LinkKind;
use ports::wechat::mini_program::LinkFilter;

use super::MiniProgramLinkBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::mini_program::account_name;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat)).paged()
}

/// List an account's links, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/mini-program/links",
    operation_id = "listMiniProgramLinks",
    tag = "mini-program",
    params(
        ("account" = String, Path, description = "The account.", example = "mini"),
        ("kind" = Option<String>, Query, description = "`scheme` or `link`.")
    ),
    responses((status = 200, description = "Links.", body = Success<PageBody<MiniProgramLinkBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<MiniProgramLinkBody>>, ApiError> {
    let (account, mut params) = (account_name(&call), call.params());
    let filter = LinkFilter {
        kind: params.choice("kind", &LinkKind::ALL.map(|kind| (kind.name(), kind))),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.mini_program.read_links.list(&account, filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, MiniProgramLinkBody::from)))
}
