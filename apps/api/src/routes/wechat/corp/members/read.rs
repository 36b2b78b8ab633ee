//! `GET /v2/wechat/accounts/{account}/wecom/members/{userId}`

use super::CorpMemberBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::routes::wechat::corp::{account_name, wecom_id};
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadFollowers), NotFound)
}

/// Look at a member, also one who left.
#[utoipa::path(
    get,
    path = "/v2/wechat/accounts/{account}/wecom/members/{userId}",
    operation_id = "getMember",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the WeCom account.", example = "corp"),
        ("userId" = String, Path, description = "WeCom's id of the member; the case of its letters does not matter.", example = "ZhangSan")
    ),
    responses((status = 200, description = "The member.", body = Success<CorpMemberBody>))
)]
async fn handle(call: Call) -> Result<Answer<CorpMemberBody>, ApiError> {
    let (account, user_id) = (account_name(&call), wecom_id(&call, "userId", 64)?);
    let member = call
        .work(move |app| async move { app.corp.directory.member(&account, &user_id).await })
        .await?;
    Ok(Answer::ok(member.into()))
}
