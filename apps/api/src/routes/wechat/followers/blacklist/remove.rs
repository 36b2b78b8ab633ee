//! `DELETE /v2/wechat/accounts/{account}/blacklist`

use super::{OpenIds, change};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Upstream)
}

/// Take 1 to 20 followers off the black list.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/blacklist",
    operation_id = "unblockFollowers",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = OpenIds,
    responses((status = 200, description = "They are off it.", body = Success<Nothing>))
)]
async fn handle(call: Call, body: Submitted<OpenIds>) -> Result<Answer<Nothing>, ApiError> {
    change(call, body, false).await
}
