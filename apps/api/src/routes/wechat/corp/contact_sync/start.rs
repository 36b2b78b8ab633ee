//! `POST /v2/wechat/accounts/{account}/wecom/contact-sync`

use domain::wechat::wecom::CorpSyncKind;

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::routes::wechat::corp::command;
use crate::routes::wechat::corp::sync_body::CorpSyncBody;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Read all external contacts (外部联系人) anew from WeCom. The one that runs is answered if there is one.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/wecom/contact-sync",
    operation_id = "startContactSync",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the WeCom account.", example = "corp")),
    responses((status = 202, description = "It is under way.", body = Success<CorpSyncBody>))
)]
async fn handle(call: Call, _body: Ignored) -> Result<Answer<CorpSyncBody>, ApiError> {
    let command = command(&call, CorpSyncKind::Contacts);
    let sync = call
        .work(move |app| async move { app.corp.sync.start(&command).await })
        .await?;
    Ok(Answer::accepted(sync.into()))
}
