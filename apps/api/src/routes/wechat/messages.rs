//! `GET /v2/wechat/messages`

use ports::wechat::MessageFilter;

use super::message_body::MessageBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::Call;
use crate::wire::envelope::Success;
use crate::wire::page::PageBody;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ReadMessages)).paged()
}

/// List what WeChat delivered, newest first.
#[utoipa::path(
    get,
    path = "/v2/wechat/messages",
    operation_id = "listMessages",
    tag = "wechat",
    params(
        ("fromUser" = Option<String>, Query, description = "Only of this open id; case matters."),
        ("msgType" = Option<String>, Query, description = "Only of this `MsgType`.", example = "event"),
        ("event" = Option<String>, Query, description = "Only of this `Event`; case does not matter.", example = "SCAN")
    ),
    responses((status = 200, description = "Messages.", body = Success<PageBody<MessageBody>>))
)]
async fn handle(call: Call) -> Result<Answer<PageBody<MessageBody>>, ApiError> {
    let mut params = call.params();
    let filter = MessageFilter {
        from_user: params.text("fromUser", 128),
        msg_type: params.text("msgType", 64),
        event: params.text("event", 128),
    };
    let query = params.page();
    params.finish()?;
    let page = call
        .work(move |app| async move { app.read_messages.list(&filter, query).await })
        .await?;
    Ok(Answer::ok(PageBody::of(page, query, MessageBody::from)))
}
