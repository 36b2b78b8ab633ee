//! A delivery as answers show it.

use domain::ids::{AttendeeId, BroadcastId, EventId};
use domain::notifications::{Attempt, Channel, CustomMessage, Delivery, SkipReason};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// One notice to one person over one channel.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeliveryBody {
    /// Its id.
    id: Uuid,
    /// The event it is about.
    event_id: Option<Uuid>,
    /// The registration it is about.
    attendee_id: Option<Uuid>,
    /// WeChat's id of the person.
    #[schema(example = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M")]
    open_id: String,
    /// Our name of the WeChat account.
    #[schema(example = "default")]
    account: String,
    /// The broadcast it belongs to.
    broadcast_id: Option<Uuid>,
    /// `registered`, `checked-in`, `late-reply`, `broadcast`, `direct` or `test`.
    #[schema(example = "registered")]
    kind: &'static str,
    /// `custom`, `template`, `subscribe` or `hand-over`.
    #[schema(example = "custom")]
    channel: &'static str,
    /// The type of a customer-service message, such as `text` or `image`.
    #[schema(example = "text")]
    message_type: Option<&'static str>,
    /// The text of a customer-service message.
    #[schema(example = "您已报名：春天的音乐会")]
    content: Option<String>,
    /// What a template message or subscribe notification carries.
    template: Option<TemplateBody>,
    /// `pending`, `sending`, `accepted`, `delivered`, `failed`, `unknown` or `skipped`.
    #[schema(example = "accepted")]
    state: &'static str,
    /// Why it was skipped: `no-consent`, `window-closed`, `unfit-field` or `cancelled`.
    skip_reason: Option<&'static str>,
    /// WeChat's message id.
    provider_message_id: Option<String>,
    /// Every call to WeChat, oldest first.
    attempts: Vec<AttemptBody>,
    /// When it was made.
    created_at: Instant,
    /// When it last changed.
    updated_at: Instant,
}

/// What a template message carries.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TemplateBody {
    /// WeChat's template id.
    template_id: String,
    /// Its fields.
    fields: Vec<FilledField>,
}

/// One field of a template message.
#[derive(Serialize, ToSchema)]
pub(crate) struct FilledField {
    /// The template's name of it.
    #[schema(example = "thing1")]
    key: String,
    /// What the person reads.
    #[schema(example = "春天的音乐会")]
    text: String,
}

/// One call to WeChat.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttemptBody {
    /// When it began.
    started_at: Instant,
    /// When its outcome was known.
    ended_at: Option<Instant>,
    /// WeChat's code, 0 for success, where it answered.
    #[schema(example = 0)]
    code: Option<i64>,
    /// What is known of it.
    note: Option<String>,
}

impl From<Delivery> for DeliveryBody {
    fn from(delivery: Delivery) -> Self {
        let stored = delivery.stored().clone();
        let channel = stored.channel.name();
        let (message_type, content, template) = carried(stored.channel);
        Self {
            id: stored.id.uuid(),
            event_id: stored.event.map(EventId::uuid),
            attendee_id: stored.attendee.map(AttendeeId::uuid),
            broadcast_id: stored.broadcast.map(BroadcastId::uuid),
            open_id: stored.person.open_id,
            account: stored.person.account,
            kind: stored.kind.name(),
            channel,
            message_type,
            content,
            template,
            state: stored.state.name(),
            skip_reason: stored.skipped.map(SkipReason::name),
            provider_message_id: stored.provider_message_id,
            attempts: stored.attempts.into_iter().map(AttemptBody::from).collect(),
            created_at: stored.created_at.into(),
            updated_at: stored.updated_at.into(),
        }
    }
}

fn carried(channel: Channel) -> (Option<&'static str>, Option<String>, Option<TemplateBody>) {
    match channel {
        Channel::Custom(message) => {
            let message_type = Some(message.name());
            match message {
                CustomMessage::Text(text) => (message_type, Some(text), None),
                _ => (message_type, None, None),
            }
        }
        Channel::Template {
            template_id, fields, ..
        }
        | Channel::Subscribe {
            template_id, fields, ..
        } => {
            let fields = fields
                .into_iter()
                .map(|(key, text)| FilledField { key, text })
                .collect();
            (None, None, Some(TemplateBody { template_id, fields }))
        }
        Channel::HandOver { .. } => (None, None, None),
    }
}

impl From<Attempt> for AttemptBody {
    fn from(attempt: Attempt) -> Self {
        Self {
            started_at: attempt.started_at.into(),
            ended_at: attempt.ended_at.map(Into::into),
            code: attempt.code,
            note: attempt.note,
        }
    }
}
