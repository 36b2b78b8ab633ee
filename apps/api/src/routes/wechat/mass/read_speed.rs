//! `GET /v2/wechat/accounts/{account}/mass-messages/speed`

use super::speed_body::MassSpeedBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::administered;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadDeliveries), NotFound, Upstream)
}

/// Ask WeChat how fast it sends the account's mass messages.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/mass-messages/speed",
    operation_id = "readMassSpeed",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 200, description = "The speed.", body = Success<MassSpeedBody>))
)]
async fn handle(call: Call) -> Result<Answer<MassSpeedBody>, ApiError> {
    let account = administered::account(&call).await?;
    let speed = call
        .work(move |app| async move { app.mass.speeds.read(&account).await })
        .await?;
    Ok(Answer::ok(speed.into()))
}
