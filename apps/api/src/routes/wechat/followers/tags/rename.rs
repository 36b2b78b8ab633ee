//! `PUT /v2/wechat/accounts/{account}/tags/{tagId}`

use super::body::{NewTag, TagBody};
use super::{command, tag};
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageWechat),
        NotFound,
        TagExists,
        TagFixed,
        Upstream
    )
}

/// Rename a follower tag.
#[utoipa::path(
    put,
    path = "/v2/wechat/accounts/{account}/tags/{tagId}",
    operation_id = "renameFollowerTag",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("tagId" = i64, Path, description = "The tag.", example = 100)
    ),
    request_body = NewTag,
    responses((status = 200, description = "The tag as it is now.", body = Success<TagBody>))
)]
async fn handle(call: Call, body: Submitted<NewTag>) -> Result<Answer<TagBody>, ApiError> {
    let (command, tag, name) = (command(&call).await?, tag(&call)?, body.value.name);
    let tag = call
        .work(move |app| async move { app.followers.tags.rename(tag, &name, &command).await })
        .await?;
    Ok(Answer::ok(tag.into()))
}
