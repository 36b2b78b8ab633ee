//! `DELETE /v2/wechat/accounts/{account}/tags/{tagId}`

use super::{command, tag};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Ignored};
use crate::wire::envelope::{Nothing, Success};

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, TagFixed, Upstream)
}

/// End a follower tag; everybody loses it.
#[utoipa::path(
    delete,
    path = "/v2/wechat/accounts/{account}/tags/{tagId}",
    operation_id = "deleteFollowerTag",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("tagId" = i64, Path, description = "The tag.", example = 100)
    ),
    responses((status = 200, description = "It is gone.", body = Success<Nothing>))
)]
async fn handle(call: Call, _body: Ignored) -> Result<Answer<Nothing>, ApiError> {
    let (command, tag) = (command(&call).await?, tag(&call)?);
    call.work(move |app| async move { app.followers.tags.delete(tag, &command).await })
        .await?;
    Ok(Answer::ok(Nothing).saying("Deleted"))
}
