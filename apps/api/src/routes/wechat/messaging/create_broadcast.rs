//! `POST /v2/wechat/accounts/{account}/broadcasts`

use actix_web::http::header;
use application::notifications::broadcasts::{AudienceDraft, ContentDraft, CreateBroadcastCommand};
use domain::ids::{BroadcastId, EventId, MessageTemplateId};
use domain::notifications::broadcast::AttendeeGroup;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::administered;
use super::broadcast_body::BroadcastBody;
use super::content::{CustomContent, LinkTarget, link};
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

/// A message to many.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewBroadcast {
    /// What operators call it, 1 to 200 characters; nobody else reads it.
    #[schema(example = "明天开场提醒")]
    title: String,
    /// What is sent.
    message: BroadcastMessage,
    /// To whom.
    audience: BroadcastAudience,
    /// The event whose facts fill placeholders, where the audience is not an event's.
    about_event_id: Option<Uuid>,
}

/// What is sent.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[schema(example = json!({"type": "template", "templateId": "019ad3a5-7c4b-7000-8000-0000000000c1"}))]
enum BroadcastMessage {
    /// A template or subscribe notification, with its mapping as it is now.
    #[serde(rename_all = "camelCase")]
    Template {
        /// The template: our id.
        template_id: Uuid,
        /// Where a tap leads.
        link: Option<LinkTarget>,
    },
    /// A customer-service message; only people who did something in the last 48 hours get it.
    Custom {
        /// The message.
        content: CustomContent,
    },
}

/// To whom.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
#[schema(example = json!({"type": "event", "eventId": "019ad3a5-7c4b-7000-8000-0000000000a1", "group": "all"}))]
enum BroadcastAudience {
    /// Attendees of an event.
    #[serde(rename_all = "camelCase")]
    Event {
        /// The event.
        event_id: Uuid,
        /// Which of them; all without it.
        group: Option<GroupName>,
    },
    /// Followers with a tag.
    #[serde(rename_all = "camelCase")]
    Tag {
        /// WeChat's number of the tag.
        tag_id: i64,
    },
    /// People named one by one.
    #[serde(rename_all = "camelCase")]
    List {
        /// 1 to 10,000 open ids of the account; one named twice counts once.
        open_ids: Vec<String>,
    },
}

/// Which attendees.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum GroupName {
    /// Everybody who is registered.
    All,
    /// Those who came.
    CheckedIn,
    /// Those who did not.
    NotCheckedIn,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::SendMessages), NotFound, TemplateNotReady).once()
}

/// Send a message to many. It begins at once and goes on in the background.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/broadcasts",
    operation_id = "createBroadcast",
    tag = "wechat messaging",
    params(("account" = String, Path, description = "Our name of the account.")),
    request_body = NewBroadcast,
    responses((status = 201, description = "The broadcast.", body = Success<BroadcastBody>, headers(("Location", description = "Its path."))))
)]
async fn handle(call: Call, body: Submitted<NewBroadcast>) -> Result<Rendered, ApiError> {
    let (account, context, draft) = (administered::account(&call).await?, call.context(), body.value);
    once::create(&call, &body.bytes, move |app, id| async move {
        let location = format!("/v2/wechat/accounts/{account}/broadcasts/{id}");
        let command = CreateBroadcastCommand {
            id: BroadcastId::from_uuid(id),
            account,
            title: draft.title,
            content: draft.message.into(),
            audience: draft.audience.into(),
            about: draft.about_event_id.map(EventId::from_uuid),
            context,
        };
        let broadcast = app.messaging.create_broadcast.run(command).await?;
        Ok(Answer::created(BroadcastBody::from(broadcast)).header(header::LOCATION, &location))
    })
    .await
}

impl From<BroadcastMessage> for ContentDraft {
    fn from(message: BroadcastMessage) -> Self {
        match message {
            BroadcastMessage::Template {
                template_id,
                link: target,
            } => Self::Template {
                template: MessageTemplateId::from_uuid(template_id),
                link: link(target),
            },
            BroadcastMessage::Custom { content } => Self::Custom(content.into()),
        }
    }
}

impl From<BroadcastAudience> for AudienceDraft {
    fn from(audience: BroadcastAudience) -> Self {
        match audience {
            BroadcastAudience::Event { event_id, group } => Self::Event {
                event: EventId::from_uuid(event_id),
                group: group.map_or(AttendeeGroup::All, AttendeeGroup::from),
            },
            BroadcastAudience::Tag { tag_id } => Self::Tag(tag_id),
            BroadcastAudience::List { open_ids } => Self::List(open_ids),
        }
    }
}

impl From<GroupName> for AttendeeGroup {
    fn from(name: GroupName) -> Self {
        match name {
            GroupName::All => Self::All,
            GroupName::CheckedIn => Self::CheckedIn,
            GroupName::NotCheckedIn => Self::NotCheckedIn,
        }
    }
}
