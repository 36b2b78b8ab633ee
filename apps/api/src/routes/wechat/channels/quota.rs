//! `GET /v2/wechat/accounts/{account}/qr-codes/quota`

use application::wechat::channels::CodeQuota;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::administered;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

/// Permanent codes of an account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CodeQuotaBody {
    /// Made by us. Codes that were made elsewhere are not among them.
    #[schema(example = 12)]
    used: u64,
    /// What WeChat allows for the account's whole life.
    #[schema(example = 100_000)]
    limit: u64,
    /// Whether nine in ten are made.
    #[schema(example = false)]
    scarce: bool,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Tell how many permanent QR codes an account has made.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/qr-codes/quota",
    operation_id = "readCodeQuota",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account.")),
    responses((status = 200, description = "The quota.", body = Success<CodeQuotaBody>))
)]
async fn handle(call: Call) -> Result<Answer<CodeQuotaBody>, ApiError> {
    let account = administered::account(&call).await?;
    let quota = call
        .work(move |app| async move { app.read_channels.quota(&account).await })
        .await?;
    Ok(Answer::ok(CodeQuotaBody {
        used: quota.used,
        limit: CodeQuota::LIMIT,
        scarce: quota.is_scarce(),
    }))
}
