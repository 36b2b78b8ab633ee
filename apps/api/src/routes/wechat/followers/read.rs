//! `GET /v2/wechat/accounts/{account}/followers/{openId}`

use application::wechat::followers::FollowerError;

use super::body::FollowerDetailsBody;
use super::person;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound)
}

/// Look at a follower, and whether they can be sent a message now.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/followers/{openId}",
    operation_id = "getFollower",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the account.", example = "default"),
        ("openId" = String, Path, description = "The account's id of the person; case matters.")
    ),
    responses((status = 200, description = "The follower.", body = Success<FollowerDetailsBody>))
)]
async fn handle(call: Call) -> Result<Answer<FollowerDetailsBody>, ApiError> {
    let person = person(&call).await?;
    let body = call
        .work(move |app| async move {
            let details = app.followers.read.find(&person).await?;
            let known = app.read_people.by_identity(&person).await?;
            let known = known.map(|known| known.person.id());
            Ok::<_, FollowerError>(FollowerDetailsBody::new(&details.follower, known, details.contact))
        })
        .await?;
    Ok(Answer::ok(body))
}
