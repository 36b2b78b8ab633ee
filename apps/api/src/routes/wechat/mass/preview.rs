//! `POST /v2/wechat/accounts/{account}/mass-messages/{massMessageId}/preview`

use application::wechat::mass::PreviewMassCommand;
use ports::wechat::mass::PreviewPerson;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::command;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

/// Who looks: one of both names.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MassPreviewRequest {
    /// The account's open id of a follower.
    #[schema(example = "oPerson_000001")]
    open_id: Option<String>,
    /// The WeChat name (微信号) of a follower; WeChat takes 100 a day.
    wechat_name: Option<String>,
    /// Of several pictures this one, from 1: WeChat shows one at a time.
    #[schema(example = 1)]
    picture: Option<u32>,
}

/// What WeChat said to a preview.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MassPreviewBody {
    /// WeChat's number of the preview.
    #[schema(example = "34182")]
    msg_id: String,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::SendMessages),
        NotFound,
        WrongMassState,
        MediaUnavailable,
        RateLimited,
        Upstream
    )
}

/// Show a drafted mass message to one follower, at once. Repeating it shows it again.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/mass-messages/{massMessageId}/preview",
    operation_id = "previewMassMessage",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.", example = "default"), ("massMessageId" = uuid::Uuid, Path, description = "The mass message.")),
    request_body = MassPreviewRequest,
    responses((status = 200, description = "WeChat showed it.", body = Success<MassPreviewBody>))
)]
async fn handle(call: Call, body: Submitted<MassPreviewRequest>) -> Result<Answer<MassPreviewBody>, ApiError> {
    let MassPreviewRequest {
        open_id,
        wechat_name,
        picture,
    } = body.value;
    let person = match (open_id, wechat_name) {
        (Some(id), None) => PreviewPerson::OpenId(id),
        (None, Some(name)) => PreviewPerson::WechatName(name),
        _ => return Err(ApiError::invalid("openId", "give either openId or wechatName")),
    };
    let command = PreviewMassCommand {
        on: command(&call).await?,
        person,
        picture: picture.unwrap_or(1),
    };
    let msg_id = call
        .work(move |app| async move { app.mass.preview.run(command).await })
        .await?;
    Ok(Answer::ok(MassPreviewBody {
        msg_id: msg_id.to_string(),
    }))
}
