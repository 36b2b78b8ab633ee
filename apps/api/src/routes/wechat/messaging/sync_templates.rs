//! `POST /v2/wechat/accounts/{account}/templates/sync`

use serde::Serialize;
use utoipa::ToSchema;

use super::super::administered;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::Success;

/// What bringing templates over found.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SyncedBody {
    /// Templates that were not known.
    #[schema(example = 2)]
    added: usize,
    /// Templates that changed, or came back.
    #[schema(example = 0)]
    changed: usize,
    /// Templates that WeChat no longer has; their mapping is kept.
    #[schema(example = 0)]
    gone: usize,
    /// Templates as they were.
    #[schema(example = 5)]
    unchanged: usize,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Upstream)
}

/// Bring an account's templates over from WeChat. Repeating it is safe.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/templates/sync",
    operation_id = "syncTemplates",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.")),
    responses((status = 200, description = "What it found.", body = Success<SyncedBody>))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<SyncedBody>, ApiError> {
    let (account, context) = (administered::account(&call).await?, call.context());
    let synced = call
        .work(move |app| async move { app.messaging.sync_templates.run(&account, &context).await })
        .await?;
    Ok(Answer::ok(SyncedBody {
        added: synced.added,
        changed: synced.changed,
        gone: synced.gone,
        unchanged: synced.unchanged,
    }))
}
