//! `GET /v2/wechat/accounts/{account}/materials/quota`

use application::wechat::materials::{MaterialQuota, QuotaLine};
use serde::Serialize;
use utoipa::ToSchema;

use super::account;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

/// How many permanent copies an official account has of those it may have, also those made in WeChat's console.
#[derive(Serialize, ToSchema)]
pub(crate) struct MaterialQuotaBody {
    /// Pictures, thumbs and articles together.
    images: QuotaLineBody,
    /// Voices.
    voices: QuotaLineBody,
    /// Videos.
    videos: QuotaLineBody,
}

/// So many of so many.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuotaLineBody {
    /// There are.
    #[schema(example = 12)]
    used: u64,
    /// There may be.
    #[schema(example = 100_000)]
    limit: u64,
}

impl From<QuotaLine> for QuotaLineBody {
    fn from(line: QuotaLine) -> Self {
        Self {
            used: line.used,
            limit: line.limit,
        }
    }
}

impl From<MaterialQuota> for MaterialQuotaBody {
    fn from(quota: MaterialQuota) -> Self {
        Self {
            images: quota.images.into(),
            voices: quota.voices.into(),
            videos: quota.videos.into(),
        }
    }
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Upstream)
}

/// Tell how many permanent copies an official account has at WeChat of those it may have.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/materials/quota",
    operation_id = "readMaterialQuota",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    responses((status = 200, description = "The quota.", body = Success<MaterialQuotaBody>))
)]
async fn handle(call: Call) -> Result<Answer<MaterialQuotaBody>, ApiError> {
    let account = account(&call).await?;
    let quota = call
        .work(move |app| async move { app.materials.quota.run(&account).await })
        .await?;
    Ok(Answer::ok(quota.into()))
}
