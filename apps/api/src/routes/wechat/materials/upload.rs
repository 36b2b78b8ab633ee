//! `POST /v2/wechat/accounts/{account}/materials/{materialId}/upload`

use application::wechat::Keeping;
use application::wechat::materials::MaterialCommand;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::MaterialBody;
use super::{account, tagged};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, MaterialGoing)
}

/// How WeChat is to keep a copy.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct UploadRequest {
    /// How long.
    keeping: KeepingName,
}

/// How long WeChat keeps a copy.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeepingName {
    /// Three days; it is uploaded anew when it is needed afterwards.
    Temporary,
    /// Until the material is deleted; official accounts only.
    Permanent,
}

/// Have WeChat keep a copy of a material. The worker uploads it; `uploads` tells how it went. A copy that is there and good is not uploaded again, which is answered with 200.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/materials/{materialId}/upload",
    operation_id = "uploadMaterial",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("materialId" = uuid::Uuid, Path, description = "The material.")
    ),
    request_body = UploadRequest,
    responses(
        (status = 202, description = "It will be uploaded.", body = Success<MaterialBody>, headers(("ETag", description = "Its version."))),
        (status = 200, description = "It is there, or on its way.", body = Success<MaterialBody>, headers(("ETag", description = "Its version.")))
    )
)]
async fn handle(call: Call, body: Submitted<UploadRequest>) -> Result<Answer<MaterialBody>, ApiError> {
    let command = MaterialCommand {
        account: account(&call).await?,
        material: call.id("materialId")?,
        expected_edition: None,
        context: call.context(),
    };
    let keeping = match body.value.keeping {
        KeepingName::Temporary => Keeping::Temporary,
        KeepingName::Permanent => Keeping::Permanent,
    };
    let (view, has_begun) = call
        .work(move |app| async move { app.materials.request_upload.run(command, keeping).await })
        .await?;
    let edition = view.material.edition();
    let answer = if has_begun {
        Answer::accepted(view.into())
    } else {
        Answer::ok(view.into())
    };
    Ok(tagged(answer, edition))
}
