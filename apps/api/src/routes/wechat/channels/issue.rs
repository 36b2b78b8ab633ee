//! `POST /v2/wechat/accounts/{account}/channels/{channelId}/qr-codes`

use application::wechat::channels::{ChannelCommand, IssueChannelCodeCommand};
use domain::ids::QrCodeId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::administered;
use super::body::SceneCodeBody;
use super::channel_id;
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::routes::events::lifetime_of;
use crate::wire::envelope::Success;

/// Which code.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ChannelCodeRequest {
    /// Whether it works for good; an account has 100,000 of these in all.
    #[serde(default)]
    #[schema(example = false, default = false)]
    permanent: bool,
    /// How long a code that is not permanent works before it is made anew, 60 to 2,592,000 seconds; 30 days unless
    /// given.
    #[schema(example = 2_592_000)]
    expire_seconds: Option<i64>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageWechat),
        NotFound,
        CodesUsedUp,
        Upstream
    )
    .once()
}

/// Have WeChat make a QR code for a channel. A temporary one is made anew before it ends, under the same scene.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/channels/{channelId}/qr-codes",
    operation_id = "issueChannelCode",
    tag = "wechat channels",
    params(("account" = String, Path, description = "Our name of the account."), ("channelId" = uuid::Uuid, Path, description = "The channel.")),
    request_body = ChannelCodeRequest,
    responses((status = 201, description = "The code.", body = Success<SceneCodeBody>))
)]
async fn handle(call: Call, body: Submitted<ChannelCodeRequest>) -> Result<Rendered, ApiError> {
    let on = ChannelCommand {
        account: administered::account(&call).await?,
        channel: channel_id(&call)?,
        expected_version: None,
        context: call.context(),
    };
    let lifetime = lifetime_of(body.value.permanent, body.value.expire_seconds)?;
    once::create(&call, &body.bytes, move |app, id| async move {
        let id = QrCodeId::from_uuid(id);
        let command = IssueChannelCodeCommand { id, on, lifetime };
        let code = app.issue_channel_code.run(command).await?;
        Ok(Answer::created(SceneCodeBody::from(code)))
    })
    .await
}
