//! `PUT /v2/wechat/accounts/{account}/mass-messages/speed`

use serde::Deserialize;
use utoipa::ToSchema;

use super::speed_body::MassSpeedBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::routes::wechat::administered;
use crate::wire::envelope::Success;

/// How fast.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewMassSpeed {
    /// 0 to 4: 800,000, 600,000, 450,000, 300,000 or 100,000 messages a minute.
    #[schema(example = 2)]
    speed: u8,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound, Upstream)
}

/// Have WeChat send the account's mass messages that fast, so that what they lead to is not overrun.
#[utoipa::path(
    put,
    path = "/v2/wechat/accounts/{account}/mass-messages/speed",
    operation_id = "setMassSpeed",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = NewMassSpeed,
    responses((status = 200, description = "The speed as it is now.", body = Success<MassSpeedBody>))
)]
async fn handle(call: Call, body: Submitted<NewMassSpeed>) -> Result<Answer<MassSpeedBody>, ApiError> {
    let (account, level, context) = (administered::account(&call).await?, body.value.speed, call.context());
    let speed = call
        .work(move |app| async move { app.mass.speeds.set(&account, level, &context).await })
        .await?;
    Ok(Answer::ok(speed.into()))
}
