//! `GET /v2/wechat/accounts/{account}/wecom/external-contacts`

use ports::wechat::wecom::ContactFilter;

use super::ExternalContactBody;
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

/// List external contacts whom a member knows, last seen first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/external-contacts",
    operation_id = "listExternalContacts",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the WeCom account.", example = "corp"),
        ("userId" = Option<String>, Query, description = "Only contacts of this member.", example = "ZhangSan"),
        ("tag" = Option<String>, Query, description = "Only those whom a member gave this tag, by its id."),
        ("state" = Option<String>, Query, description = "Only those who came by a contact code with this `state`.", example = "poster-5"),
        ("search" = Option<String>, Query, description = "The beginning of the name; case matters.", example = "王")
    ),
    responses((status = 200, description = "External contacts.", body = Success<PageBody<ExternalContactBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<ExternalContactBody>>, ApiError> {
    let (account, mut params) = (account_name(&call), call.params());
    let filter = ContactFilter {
        user_id: params.text("userId", 64),
        tag: params.text("tag", 64),
        state: params.text("state", 64),
        name: params.text("search", 64),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.corp.contacts.list(&account, &filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, |contact| {
        ExternalContactBody::from(&contact)
    })))
}
