//! `POST /v2/wechat/accounts/{account}/tags`

use super::body::{NewTag, TagBody};
use super::command;
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageWechat),
        NotFound,
        TagExists,
        TooManyTags,
        Upstream
    )
    .once()
}

/// Make a follower tag.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/tags",
    operation_id = "createFollowerTag",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = NewTag,
    responses((status = 201, description = "The tag.", body = Success<TagBody>))
)]
async fn handle(call: Call, body: Submitted<NewTag>) -> Result<Rendered, ApiError> {
    let (command, name) = (command(&call).await?, body.value.name);
    once::create(&call, &body.bytes, move |app, _| async move {
        let tag = app.followers.tags.create(&name, &command).await?;
        Ok(Answer::created(TagBody::from(tag)))
    })
    .await
}
