//! `GET /v2/wechat/accounts/{account}/tags`

use super::account;
use super::body::TagsBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound, Upstream)
}

/// List follower tags as they were last read; WeChat is asked when they never were.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/tags",
    operation_id = "listFollowerTags",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("refresh" = Option<String>, Query, description = "`true`: ask WeChat now. It allows some 1,000 such questions a day.")
    ),
    responses((status = 200, description = "The tags.", body = Success<TagsBody>))
)]
async fn handle(call: Call) -> Result<Answer<TagsBody>, ApiError> {
    let (account, mut params) = (account(&call).await?, call.params());
    let refresh = params
        .choice("refresh", &[("true", true), ("false", false)])
        .unwrap_or(false);
    params.finish()?;
    let tags = call
        .work(move |app| async move { app.followers.tags.list(&account, refresh).await })
        .await?;
    Ok(Answer::ok(tags.into()))
}
