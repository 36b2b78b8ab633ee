//! `DELETE /v2/wechat/accounts/{account}/materials/{materialId}`

use application::wechat::materials::MaterialCommand;

use super::body::MaterialBody;
use super::{account, material, tagged};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored, etag};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).versioned()
}

/// Delete a material. The worker deletes WeChat's permanent copy first, then the material, then the file unless another material has it. Messages and menus that use WeChat's copy lose it.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/materials/{materialId}",
    operation_id = "deleteMaterial",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("materialId" = uuid::Uuid, Path, description = "The material.")
    ),
    responses((status = 202, description = "It will be deleted.", body = Success<MaterialBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, _: Ignored) -> Result<Answer<MaterialBody>, ApiError> {
    let (account, id) = (account(&call).await?, call.id("materialId")?);
    let present = || async { Ok(material(&call).await?.material.edition()) };
    let command = MaterialCommand {
        expected_edition: etag::demanded_version(&call, present).await?,
        account,
        material: id,
        context: call.context(),
    };
    let view = call
        .work(move |app| async move { app.materials.delete.run(command).await })
        .await?;
    let edition = view.material.edition();
    Ok(tagged(Answer::accepted(view.into()), edition))
}
