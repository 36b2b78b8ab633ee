//! An event as answers show it.

use ports::events::EventView;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::wechat_config::WechatConfigBody;
use crate::wire::Instant;

/// An event (活动).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventBody {
    /// Its id.
    #[schema(example = "019ad3a5-7c4b-7000-8000-0000000000e1")]
    id: Uuid,
    /// Its title.
    #[schema(example = "春天的音乐会")]
    title: String,
    /// What it is about; may be empty.
    #[schema(example = "An evening of Debussy 🎹")]
    description: String,
    /// When it begins.
    start: Instant,
    /// When it ends.
    end: Instant,
    /// The IANA zone it is shown in.
    #[schema(example = "Asia/Shanghai")]
    zone: String,
    /// Where it takes place; may be empty.
    #[schema(example = "上海音乐厅")]
    location: String,
    /// Seats; `null` for no limit.
    #[schema(example = 300)]
    capacity: Option<u32>,
    /// Registration opens; `null`: with publishing.
    registration_opens_at: Option<Instant>,
    /// Registration closes; `null`: when the event ends.
    registration_closes_at: Option<Instant>,
    /// Check-in opens; `null`: with publishing.
    check_in_opens_at: Option<Instant>,
    /// Whether a check-in scan registers somebody who is not registered.
    walk_ins: bool,
    /// How it meets people in WeChat.
    wechat_config: WechatConfigBody,
    /// `draft`, `published`, `cancelled` or `completed`.
    #[schema(example = "published")]
    status: &'static str,
    /// Why it was cancelled.
    cancel_reason: Option<String>,
    /// People registered.
    #[schema(example = 12)]
    registered_count: u32,
    /// People who came.
    #[schema(example = 3)]
    checked_in_count: u32,
    /// Seats left; `null` for no limit.
    #[schema(example = 288)]
    seats_left: Option<u32>,
    /// When it was created.
    created_at: Instant,
    /// When it last changed.
    updated_at: Instant,
    /// When it was published.
    published_at: Option<Instant>,
    /// Counts its changes; also its `ETag`.
    #[schema(example = 2)]
    version: u64,
}

impl From<&EventView> for EventBody {
    fn from(view: &EventView) -> Self {
        let stored = view.event.stored();
        let details = &stored.details;
        Self {
            id: stored.id.uuid(),
            title: details.title.clone(),
            description: details.description.clone(),
            start: details.starts_at.into(),
            end: details.ends_at.into(),
            zone: details.zone.name().to_owned(),
            location: details.location.clone(),
            capacity: details.capacity,
            registration_opens_at: details.registration_opens_at.map(Into::into),
            registration_closes_at: details.registration_closes_at.map(Into::into),
            check_in_opens_at: details.check_in_opens_at.map(Into::into),
            walk_ins: details.walk_ins,
            wechat_config: WechatConfigBody::from(&details.wechat),
            status: stored.state.name(),
            cancel_reason: stored.cancel_reason.clone(),
            registered_count: view.taken,
            checked_in_count: view.checked_in,
            seats_left: details.capacity.map(|seats| seats.saturating_sub(view.taken)),
            created_at: stored.created_at.into(),
            updated_at: stored.updated_at.into(),
            published_at: stored.published_at.map(Into::into),
            version: stored.version,
        }
    }
}
