//! `POST /v2/wechat/accounts/{account}/blacklist`

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

/// Put 1 to 20 followers on the black list.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/blacklist",
    operation_id = "blockFollowers",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = OpenIds,
    responses((status = 200, description = "They are on it.", body = Success<Nothing>))
)]
async fn handle(call: Call, body: Submitted<OpenIds>) -> Result<Answer<Nothing>, ApiError> {
    change(call, body, true).await
}
