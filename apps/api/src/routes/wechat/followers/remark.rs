//! `PUT /v2/wechat/accounts/{account}/followers/{openId}/remark`

use application::wechat::followers::SetRemarkCommand;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::FollowerBody;
use super::person;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound, Upstream)
}

/// What to note.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewRemark {
    /// Fewer than 30 bytes of UTF-8, a Chinese character having 3; an empty one takes the note away.
    #[schema(example = "小王")]
    remark: String,
}

/// Note something on a follower, for the account alone.
#[utoipa::path(
    put,
    path = "/v2/wechat/accounts/{account}/followers/{openId}/remark",
    operation_id = "setFollowerRemark",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("openId" = String, Path, description = "The account's id of the person; case matters.")
    ),
    request_body = NewRemark,
    responses((status = 200, description = "The follower as they are now.", body = Success<FollowerBody>))
)]
async fn handle(call: Call, body: Submitted<NewRemark>) -> Result<Answer<FollowerBody>, ApiError> {
    let command = SetRemarkCommand {
        person: person(&call).await?,
        remark: body.value.remark,
        context: call.context(),
    };
    let follower = call
        .work(move |app| async move { app.followers.set_remark.run(command).await })
        .await?;
    Ok(Answer::ok(FollowerBody::from(&follower)))
}
