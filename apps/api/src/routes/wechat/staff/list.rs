//! `GET /v2/wechat/accounts/{account}/wecom/messages`

use domain::wechat::wecom::message::StaffMessageState;
use ports::wechat::wecom::StaffMessageFilter;

use super::account_name;
use super::body::StaffMessageBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadDeliveries), NotFound).paged()
}

/// List messages to members, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/messages",
    operation_id = "listStaffMessages",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the WeCom account.", example = "staff"),
        ("state" = Option<String>, Query, description = "`pending`, `sending`, `sent`, `partly-sent`, `failed`, `unknown` or `recalled`.", example = "partly-sent")
    ),
    responses((status = 200, description = "Messages.", body = Success<PageBody<StaffMessageBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<StaffMessageBody>>, ApiError> {
    let (account, mut params) = (account_name(&call), call.params());
    let states = StaffMessageState::ALL.map(|state| (state.name(), state));
    let filter = StaffMessageFilter {
        state: params.choice("state", &states),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.staff.read.list(&account, filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, |message| {
        StaffMessageBody::from(&message)
    })))
}
