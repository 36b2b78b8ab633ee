//! `POST /v2/wechat/accounts/{account}/wecom/messages`

use application::wechat::wecom::messages::OrderStaffMessageCommand;
use domain::ids::StaffMessageId;
use domain::wechat::wecom::message::{MessageOptions, Safe, StaffAudienceDraft};
use serde::Deserialize;
use utoipa::ToSchema;

use super::account_name;
use super::body::StaffMessageBody;
use super::content::StaffContent;
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::Object;
use crate::wire::envelope::Success;

/// What to send to whom.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OrderRequest {
    /// To whom.
    #[schema(value_type = StaffRecipientsBody)]
    recipients: Object<StaffRecipientsBody>,
    /// What.
    content: StaffContent,
    /// Whether members may pass it on: they may (`no`, unless given), `confidential` (not news), or `within-corp` (only
    /// mp-news).
    #[schema(example = "no")]
    safe: Option<String>,
    /// For how many seconds WeCom drops a repetition, 120 to 14400; 1800 unless given. A call without answer is repeated
    /// only within this time, and `unknown` after it.
    #[schema(example = 1800)]
    duplicate_check_seconds: Option<u32>,
}

/// To whom a message goes: everyone, or members, departments and tags together. Who is named several ways gets it once
/// as long as at most 1000 members are named.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct StaffRecipientsBody {
    /// Everybody whom the application sees; then nobody else may be named.
    everyone: bool,
    /// User ids, at most 100,000; the case of letters does not matter.
    #[schema(example = json!(["ZhangSan", "LiSi"]))]
    users: Vec<String>,
    /// Departments, at most 100.
    #[schema(example = json!([2]))]
    parties: Vec<i64>,
    /// Tags, at most 100.
    #[schema(example = json!([7]))]
    tags: Vec<i64>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::SendMessages),
        NotFound,
        TaskIdTaken,
        Conflict
    )
    .once()
}

/// Send a message to members of a WeCom corporation.
///
/// Jobs send it, a thousand members a call. What became of each recipient is listed at `…/{messageId}/recipients`.
/// Accepted does not mean arrived: WeCom silently drops what exceeds 30 messages a minute, or 1000 an hour, to one member.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/wecom/messages",
    operation_id = "sendStaffMessage",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the WeCom account.", example = "staff")),
    request_body = OrderRequest,
    responses((status = 202, description = "It will be sent.", body = Success<StaffMessageBody>))
)]
async fn handle(call: Call, body: Submitted<OrderRequest>) -> Result<Rendered, ApiError> {
    let (account, context) = (account_name(&call), call.context());
    let (ordered, request) = (submitted_content(&body.bytes), body.value);
    let options = options(request.safe.as_deref(), request.duplicate_check_seconds)?;
    let content = request.content.form(ordered)?;
    let StaffRecipientsBody {
        everyone,
        users,
        parties,
        tags,
    } = request.recipients.0;
    let audience = StaffAudienceDraft {
        everyone,
        users,
        parties,
        tags,
    };
    once::create(&call, &body.bytes, move |app, id| async move {
        let command = OrderStaffMessageCommand {
            id: StaffMessageId::from_uuid(id),
            account,
            content,
            options,
            audience,
            context,
        };
        let message = app.staff.order.run(command).await?;
        Ok(Answer::accepted(StaffMessageBody::from(&message)))
    })
    .await
}

/// The content as it was submitted; the body was read as JSON before.
fn submitted_content(bytes: &[u8]) -> String {
    let body: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
    body["content"].to_string()
}

fn options(safe: Option<&str>, seconds: Option<u32>) -> Result<MessageOptions, ApiError> {
    let usual = MessageOptions::default();
    let safe = match safe {
        None => usual.safe,
        Some(name) => Safe::from_name(name)
            .ok_or_else(|| ApiError::invalid("safe", "must be one of no, confidential, within-corp"))?,
    };
    Ok(MessageOptions {
        safe,
        duplicate_check_seconds: seconds.unwrap_or(usual.duplicate_check_seconds),
    })
}
