//! A broadcast as answers show it.

use std::collections::BTreeMap;

use application::notifications::broadcasts::BroadcastView;
use domain::ids::EventId;
use domain::notifications::DeliveryState;
use domain::notifications::broadcast::{Audience, Broadcast, BroadcastContent};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// A message to many.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct BroadcastBody {
    /// Its id.
    id: Uuid,
    /// Our name of the account that sends it.
    #[schema(example = "default")]
    account: String,
    /// What operators call it.
    #[schema(example = "明天开场提醒")]
    title: String,
    /// `template`, `subscribe-once`, `subscribe-long` or `custom`.
    #[schema(example = "template")]
    message_type: &'static str,
    /// WeChat's id of the template, where it has one.
    template_id: Option<String>,
    /// `event`, `tag` or `list`.
    #[schema(example = "event")]
    audience_type: &'static str,
    /// Which attendees: `all`, `checked-in` or `not-checked-in`.
    #[schema(example = "all")]
    group: Option<&'static str>,
    /// Which tag.
    tag_id: Option<i64>,
    /// The event it is about.
    event_id: Option<Uuid>,
    /// `preparing`, `sending`, `done` or `cancelled`.
    #[schema(example = "sending")]
    state: &'static str,
    /// People gathered so far; all of them once it is no longer `preparing`.
    #[schema(example = 300)]
    people: u64,
    /// Nothing is sent before: the quota of the day is used up.
    paused_until: Option<Instant>,
    /// When it was ordered.
    created_at: Instant,
    /// When it last changed.
    updated_at: Instant,
}

impl From<Broadcast> for BroadcastBody {
    fn from(broadcast: Broadcast) -> Self {
        let (message_type, template_id) = match broadcast.content {
            BroadcastContent::Template { kind, template_id, .. } => (kind.name(), Some(template_id)),
            BroadcastContent::Custom(_) => ("custom", None),
        };
        let (audience_type, group, tag_id) = match broadcast.audience {
            Audience::Event { group, .. } => ("event", Some(group.name()), None),
            Audience::Tag { tag } => ("tag", None, Some(tag)),
            Audience::List { .. } => ("list", None, None),
        };
        Self {
            id: broadcast.id.uuid(),
            account: broadcast.account,
            title: broadcast.title,
            message_type,
            template_id,
            audience_type,
            group,
            tag_id,
            event_id: broadcast.about.map(EventId::uuid),
            state: broadcast.state.name(),
            people: broadcast.people,
            paused_until: broadcast.paused_until.map(Into::into),
            created_at: broadcast.created_at.into(),
            updated_at: broadcast.updated_at.into(),
        }
    }
}

/// A broadcast with its progress.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct BroadcastProgressBody {
    /// The broadcast.
    #[serde(flatten)]
    broadcast: BroadcastBody,
    /// Its deliveries by state; they add up to `totals.all`.
    totals: DeliveryTotals,
}

/// Deliveries by state.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeliveryTotals {
    /// All of them.
    #[schema(example = 300)]
    all: u64,
    /// To be sent.
    #[schema(example = 40)]
    pending: u64,
    /// Under way.
    #[schema(example = 10)]
    sending: u64,
    /// WeChat took them.
    #[schema(example = 20)]
    accepted: u64,
    /// WeChat reported that they arrived.
    #[schema(example = 220)]
    delivered: u64,
    /// Refused, or reported not to have arrived.
    #[schema(example = 5)]
    failed: u64,
    /// They may or may not have been sent, and are not sent again.
    #[schema(example = 1)]
    unknown: u64,
    /// Not sent on purpose.
    #[schema(example = 4)]
    skipped: u64,
    /// Those skipped by reason: `no-consent`, `window-closed`, `unfit-field`, `cancelled`.
    #[schema(example = json!({"no-consent": 4}))]
    skipped_because: BTreeMap<&'static str, u64>,
}

impl From<BroadcastView> for BroadcastProgressBody {
    fn from(view: BroadcastView) -> Self {
        let mut totals = DeliveryTotals::default();
        for counted in view.counts {
            totals.all += counted.count;
            *totals.of(counted.state) += counted.count;
            if let Some(reason) = counted.reason {
                *totals.skipped_because.entry(reason.name()).or_default() += counted.count;
            }
        }
        Self {
            broadcast: view.broadcast.into(),
            totals,
        }
    }
}

impl DeliveryTotals {
    const fn of(&mut self, state: DeliveryState) -> &mut u64 {
        match state {
            DeliveryState::Pending => &mut self.pending,
            DeliveryState::Sending => &mut self.sending,
            DeliveryState::Accepted => &mut self.accepted,
            DeliveryState::Delivered => &mut self.delivered,
            DeliveryState::Failed => &mut self.failed,
            DeliveryState::Unknown => &mut self.unknown,
            DeliveryState::Skipped => &mut self.skipped,
        }
    }
}
