//! `GET /v2/wechat/people/{personId}/phone-number`

use domain::ids::PersonId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::Instant;
use crate::wire::envelope::Success;

/// A verified phone number.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VerifiedPhoneBody {
    /// With its country's code.
    #[schema(example = "+86 13000000000")]
    phone_number: String,
    /// When WeChat vouched for it.
    verified_at: Instant,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound)
}

/// Read a person's verified phone number.
#[utoipa::path(
    get,
    path = "/v2/wechat/people/{personId}/phone-number",
    operation_id = "readPhoneNumber",
    tag = "mini-program",
    params(("personId" = uuid::Uuid, Path, description = "The person.")),
    responses((status = 200, description = "The number.", body = Success<VerifiedPhoneBody>))
)]
async fn handle(call: Call) -> Result<Answer<VerifiedPhoneBody>, ApiError> {
    let person: PersonId = call.id("personId")?;
    let found = call
        .work(move |app| async move { app.mini_program.read_phone.run(person).await })
        .await?;
    let (phone, verified_at) = found.ok_or_else(|| ApiError::not_found("phone number"))?;
    Ok(Answer::ok(VerifiedPhoneBody {
        phone_number: phone.international(),
        verified_at: verified_at.into(),
    }))
}
