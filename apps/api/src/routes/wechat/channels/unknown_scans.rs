//! `GET /v2/wechat/accounts/{account}/qr-codes/unknown-scans`

use serde::Serialize;
use utoipa::ToSchema;

use super::super::administered;
use super::days;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

/// Scans of codes that belong to nothing of ours.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UnknownScansBody {
    /// The first day.
    #[schema(example = "2026-12-01")]
    from: String,
    /// The last day.
    #[schema(example = "2026-12-31")]
    to: String,
    /// How many. Codes that were made elsewhere, or whose event or channel was deleted, still hang somewhere.
    #[schema(example = 3)]
    scans: u64,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Count the scans that led nowhere.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/qr-codes/unknown-scans",
    operation_id = "readUnknownScans",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account."), ("from" = String, Query, description = "The first day, `2026-12-01`."), ("to" = String, Query, description = "The last day, less than 400 days later.")),
    responses((status = 200, description = "The count.", body = Success<UnknownScansBody>))
)]
async fn handle(call: Call) -> Result<Answer<UnknownScansBody>, ApiError> {
    let (account, mut params) = (administered::account(&call).await?, call.params());
    let days = days(&mut params)?;
    params.finish()?;
    let asked = days.clone();
    let scans = call
        .work(move |app| async move { app.read_channels.unknown_scans(&account, &asked).await })
        .await?;
    let (from, to) = (days.from, days.to);
    Ok(Answer::ok(UnknownScansBody { from, to, scans }))
}
