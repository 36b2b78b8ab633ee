//! `GET /v2/wechat/accounts/{account}/mini-program/codes`

use domain::wechat::mini_program::CodeKind;
use ports::wechat::mini_program::CodeFilter;

use super::MiniProgramCodeBody;
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

/// List an account's Mini Program codes, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/mini-program/codes",
    operation_id = "listMiniProgramCodes",
    tag = "mini-program",
    params(
        ("account" = String, Path, description = "The account.", example = "mini"),
        ("kind" = Option<String>, Query, description = "`unlimited`, `limited` or `square`.")
    ),
    responses((status = 200, description = "Codes.", body = Success<PageBody<MiniProgramCodeBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<MiniProgramCodeBody>>, ApiError> {
    let (account, mut params) = (account_name(&call), call.params());
    let filter = CodeFilter {
        kind: params.choice("kind", &CodeKind::ALL.map(|kind| (kind.name(), kind))),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.mini_program.read_codes.list(&account, filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, MiniProgramCodeBody::from)))
}
