//! A message as answers show it.

use ports::wechat::{Answer, MessageView};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::reply_content::ReplyContent;
use crate::wire::Instant;

/// A message or event that WeChat delivered.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageBody {
    /// Its id.
    id: Uuid,
    /// Our name of the account.
    #[schema(example = "default")]
    account: String,
    /// Open id of the sender.
    #[schema(example = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M")]
    from_user: String,
    /// Original id of the account.
    #[schema(example = "gh_7f083739789a")]
    to_user: String,
    /// WeChat's `MsgType`.
    #[schema(example = "event")]
    msg_type: String,
    /// WeChat's `Event`.
    #[schema(example = "SCAN")]
    event: Option<String>,
    /// WeChat's `EventKey`.
    #[schema(example = "ne-019ad3a57c4b70008000000000000000")]
    event_key: Option<String>,
    /// WeChat's message id: text, for it has 64 bits.
    #[schema(example = "23288331466513091")]
    msg_id: Option<String>,
    /// The text of a text message.
    content: Option<String>,
    /// WeChat's time of it, in Unix seconds.
    #[schema(example = 1_796_089_259)]
    create_time: i64,
    /// When it first arrived.
    received_at: Instant,
    /// How often WeChat delivered it.
    #[schema(example = 1)]
    deliveries: u32,
    /// The decrypted body, unchanged.
    raw: String,
    /// Its answer; `null` while it waits for one.
    reply: Option<ReplyBody>,
}

/// The answer to a message.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReplyBody {
    /// `passive`: in the response; `late`: as a customer-service message.
    #[schema(example = "passive")]
    mode: &'static str,
    /// What it says.
    #[serde(flatten)]
    content: ReplyContent,
}

impl From<MessageView> for MessageBody {
    fn from(view: MessageView) -> Self {
        Self {
            id: view.id.uuid(),
            account: view.account,
            from_user: view.from_user,
            to_user: view.to_user,
            msg_type: view.msg_type,
            event: view.event,
            event_key: view.event_key,
            msg_id: view.msg_id.map(|id| id.to_string()),
            content: view.content,
            create_time: view.create_time,
            received_at: view.received_at.into(),
            deliveries: view.deliveries,
            raw: view.raw,
            reply: view.answer.map(ReplyBody::from),
        }
    }
}

impl From<Answer> for ReplyBody {
    fn from(Answer { reply, mode }: Answer) -> Self {
        Self {
            mode: mode.name(),
            content: reply.into(),
        }
    }
}
