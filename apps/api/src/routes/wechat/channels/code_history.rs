//! `GET /v2/wechat/accounts/{account}/qr-codes/{qrCodeId}/history`

use domain::ids::QrCodeId;

use super::super::administered;
use super::body::PrintBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// List what WeChat made for a QR code before it was made anew, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/qr-codes/{qrCodeId}/history",
    operation_id = "readCodeHistory",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account."), ("qrCodeId" = uuid::Uuid, Path, description = "The code.")),
    responses((status = 200, description = "What was made before.", body = Success<Vec<PrintBody>>))
)]
async fn handle(call: Call) -> Result<Answer<Vec<PrintBody>>, ApiError> {
    let (account, id) = (administered::account(&call).await?, call.id::<QrCodeId>("qrCodeId")?);
    let history = call
        .work(move |app| async move { app.read_channels.code_history(&account, id).await })
        .await?;
    Ok(Answer::ok(history.into_iter().map(PrintBody::from).collect()))
}
