//! `POST /v2/wechat/accounts/{account}/tags/{tagId}/followers`

use domain::wechat::followers::TagAction;

use super::body::TagRunBody;
use super::{OpenIds, start};
use crate::answer::Rendered;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).once()
}

/// Give a tag to followers: up to 50 at once, more by jobs, at most 10,000.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/tags/{tagId}/followers",
    operation_id = "giveFollowerTag",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("tagId" = i64, Path, description = "The tag.", example = 100)
    ),
    request_body = OpenIds,
    responses(
        (status = 200, description = "It is done, or failed; people WeChat refused are counted and listed.", body = Success<TagRunBody>),
        (status = 202, description = "It has begun.", body = Success<TagRunBody>)
    )
)]
async fn handle(call: Call, body: Submitted<OpenIds>) -> Result<Rendered, ApiError> {
    start(call, body, TagAction::Give).await
}
