//! `PUT /v2/wechat/accounts/{account}/wecom/welcome-message`

use application::wechat::wecom::contacts::SetWelcomeCommand;
use domain::wechat::wecom::contacts::Welcome;
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::{WelcomeAttachmentBody, WelcomeMessageBody};
use super::present;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, etag};
use crate::routes::wechat::corp::account_name;
use crate::wire::Object;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound).versioned()
}

/// A whole welcome message.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WelcomeMessageSubmission {
    /// Whether new contacts are welcomed. Without it, text and attachments are kept for later.
    #[schema(example = true)]
    enabled: bool,
    /// The text, at most 4,000 bytes; `{name}` in it stands for the contact's name and counts 256 bytes.
    #[serde(default)]
    #[schema(example = "你好，{name}！欢迎参加春天的音乐会。")]
    text: Option<String>,
    /// What comes with it, at most 9.
    #[serde(default)]
    #[schema(value_type = Vec<WelcomeAttachmentBody>)]
    attachments: Vec<Object<WelcomeAttachmentBody>>,
}

/// Replace the message that welcomes new external contacts. WeCom lets the account send it within 20 seconds, once, and
/// not at all where the corporation's administrator set one in WeCom.
#[utoipa::path(
    put,
    path = "/v2/wechat/accounts/{account}/wecom/welcome-message",
    operation_id = "setWelcomeMessage",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the WeCom account.", example = "corp")),
    request_body = WelcomeMessageSubmission,
    responses((status = 200, description = "The message as it is now.", body = Success<WelcomeMessageBody>, headers(("ETag", description = "Its version."))))
)]
async fn handle(call: Call, body: Submitted<WelcomeMessageSubmission>) -> Result<Answer<WelcomeMessageBody>, ApiError> {
    let account = account_name(&call);
    let asked = account.clone();
    let present_version = || async {
        let state = call
            .work(move |app| async move { app.corp.welcome.find(&asked).await })
            .await?;
        Ok(state.setting.map_or(0, |setting| setting.version))
    };
    let expected_version = etag::demanded_version(&call, present_version).await?;
    let WelcomeMessageSubmission {
        enabled,
        text,
        attachments,
    } = body.value;
    let command = SetWelcomeCommand {
        account,
        welcome: Welcome {
            enabled,
            text,
            attachments: attachments.into_iter().map(|Object(one)| one.into()).collect(),
        },
        expected_version,
        context: call.context(),
    };
    let state = call
        .work(move |app| async move { app.corp.welcome.set(command).await })
        .await?;
    Ok(present(state))
}
