//! `GET /v2/wechat/accounts/{account}/wecom/directory-sync`

use domain::wechat::wecom::CorpSyncKind;

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::corp::account_name;
use crate::routes::wechat::corp::sync_body::CorpSyncBody;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// See how far the present or last synchronisation came of the directory (通讯录): departments and members.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/directory-sync",
    operation_id = "getDirectorySync",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the WeCom account.", example = "corp")),
    responses((status = 200, description = "The synchronisation.", body = Success<CorpSyncBody>))
)]
async fn handle(call: Call) -> Result<Answer<CorpSyncBody>, ApiError> {
    let account = account_name(&call);
    let sync = call
        .work(move |app| async move { app.corp.sync.find(&account, CorpSyncKind::Directory).await })
        .await?;
    Ok(Answer::ok(sync.into()))
}
