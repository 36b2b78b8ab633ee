//! `POST /v2/wechat/accounts/{account}/followers/{openId}/typing`

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::person;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

/// Whether "typing" (正在输入) shows.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TypingBody {
    /// Whether it shows.
    #[schema(example = true)]
    typing: bool,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound, Upstream)
}

/// Show or hide "typing" in a person's chat. It is seen only where something was said in the last 30 s.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/followers/{openId}/typing",
    operation_id = "showTyping",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account."), ("openId" = String, Path, description = "The person's open id at the account; case matters.")),
    request_body = TypingBody,
    responses((status = 200, description = "What shows now.", body = Success<TypingBody>))
)]
async fn handle(call: Call, body: Submitted<TypingBody>) -> Result<Answer<TypingBody>, ApiError> {
    let (person, typing) = (person(&call).await?, body.value.typing);
    call.work(move |app| async move { app.messaging.show_typing.run(&person, typing).await })
        .await?;
    Ok(Answer::ok(TypingBody { typing }))
}
