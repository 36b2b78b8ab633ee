//! `GET /v2/wechat/accounts/{account}/materials/{materialId}`

use super::body::MaterialBody;
use super::{material, tagged};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// Read one material with what WeChat has of it.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/materials/{materialId}",
    operation_id = "readMaterial",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("materialId" = uuid::Uuid, Path, description = "The material.")
    ),
    responses((status = 200, description = "The material.", body = Success<MaterialBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call) -> Result<Answer<MaterialBody>, ApiError> {
    let view = material(&call).await?;
    let edition = view.material.edition();
    Ok(tagged(Answer::ok(view.into()), edition))
}
