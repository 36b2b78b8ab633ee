//! `GET /v2/wechat/accounts/{account}/mass-messages/{massMessageId}`

use super::body::MassMessageBody;
use super::{mass_id, tagged};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::administered;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadDeliveries), NotFound)
}

/// Follow a mass message: its state, how many people it goes to, its parts, and what WeChat reported.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/mass-messages/{massMessageId}",
    operation_id = "readMassMessage",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.", example = "default"), ("massMessageId" = uuid::Uuid, Path, description = "The mass message.")),
    responses((status = 200, description = "The mass message.", body = Success<MassMessageBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call) -> Result<Answer<MassMessageBody>, ApiError> {
    let (account, id) = (administered::account(&call).await?, mass_id(&call)?);
    let view = call
        .work(move |app| async move { app.mass.read.find(&account, id).await })
        .await?;
    Ok(tagged(view.into(), Answer::ok))
}
