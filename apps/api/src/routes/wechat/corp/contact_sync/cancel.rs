//! `POST /v2/wechat/accounts/{account}/wecom/contact-sync/cancel`

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
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, SyncNotRunning)
}

/// End the synchronisation that runs of all external contacts (外部联系人). What it read stays.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/wecom/contact-sync/cancel",
    operation_id = "cancelContactSync",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the WeCom account.", example = "corp")),
    responses((status = 200, description = "It has ended.", body = Success<CorpSyncBody>))
)]
async fn handle(call: Call, _body: Ignored) -> Result<Answer<CorpSyncBody>, ApiError> {
    let command = command(&call, CorpSyncKind::Contacts);
    let sync = call
        .work(move |app| async move { app.corp.sync.cancel(&command).await })
        .await?;
    Ok(Answer::ok(sync.into()))
}
