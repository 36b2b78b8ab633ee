//! `GET /v2/wechat/accounts/{account}/wecom/members`

use domain::wechat::wecom::directory::MemberState;
use ports::wechat::wecom::MemberFilter;

use super::CorpMemberBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::corp::account_name;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound).paged()
}

/// List members as they were last read, last seen first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/members",
    operation_id = "listMembers",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the WeCom account.", example = "corp"),
        ("department" = Option<i64>, Query, description = "Only of this department; of those below it not.", example = 2),
        ("state" = Option<String>, Query, description = "`active`, `disabled`, `not-activated` or `left`."),
        ("search" = Option<String>, Query, description = "The beginning of the name; case matters.", example = "张")
    ),
    responses((status = 200, description = "Members.", body = Success<PageBody<CorpMemberBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<CorpMemberBody>>, ApiError> {
    let (account, mut params) = (account_name(&call), call.params());
    let filter = MemberFilter {
        department: params.whole("department"),
        state: params.choice("state", &MemberState::ALL.map(|state| (state.name(), state))),
        name: params.text("search", 64),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.corp.directory.members(&account, &filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, CorpMemberBody::from)))
}
