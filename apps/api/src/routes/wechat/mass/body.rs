//! A mass message as answers show it.

use application::wechat::mass::MassView;
use domain::wechat::mass::{CALLS_PER_MINUTE, MassMessage, PER_PERSON_AND_MONTH, PREVIEWS_PER_DAY};
use ports::Total;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::content::{MassAudienceBody, MassContentBody};
use super::part_body::{MassFailureBody, MassPartBody, MassTotals};
use crate::wire::Instant;

/// One message that WeChat sends to many.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MassMessageBody {
    /// Its id.
    id: Uuid,
    /// Our name of the account that sends it.
    #[schema(example = "default")]
    account: String,
    /// `draft`, `queued`, `sending`, `accepted`, `finished`, `failed`, `cancelled` or `unknown`.
    #[schema(example = "accepted")]
    state: &'static str,
    /// What is sent.
    content: MassContentBody,
    /// To whom.
    audience: MassAudienceBody,
    /// How many people by our own record of followers, before it is sent. WeChat leaves out who unfollowed, is on the
    /// black list, or got four mass messages this month.
    recipients: Option<MassRecipientsBody>,
    /// Whether some part waits for the account's administrator.
    waiting_for_confirmation: bool,
    /// The counts of all reports together; `null` before the first.
    totals: Option<MassTotals>,
    /// The calls it takes, one for each 10,000 people that are named; none before it is ready to be sent.
    parts: Vec<MassPartBody>,
    /// Why it cannot be sent at all.
    failure: Option<MassFailureBody>,
    /// Articles that were taken back, from 1; 0 is all of it.
    withdrawn: Vec<u32>,
    /// WeChat's limits.
    limits: MassLimits,
    /// When somebody ordered it to be sent.
    ordered_at: Option<Instant>,
    /// When it was called off.
    cancelled_at: Option<Instant>,
    /// When it was drafted.
    created_at: Instant,
    /// When it last changed.
    updated_at: Instant,
    /// Its version, the number in its `ETag`.
    #[schema(example = 3)]
    version: u64,
}

/// How many people.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MassRecipientsBody {
    /// An estimate.
    #[schema(example = 1_200)]
    estimate: u64,
    /// Whether there may be more: nobody counts on beyond 10,000.
    #[schema(example = false)]
    is_lower_bound: bool,
}

/// WeChat's limits on mass messages.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MassLimits {
    /// Calls of sending a minute, per account.
    #[schema(example = 60)]
    calls_per_minute: u32,
    /// Mass messages that reach one person in a calendar month.
    #[schema(example = 4)]
    per_person_and_month: u32,
    /// Previews to people named by their WeChat name, a day.
    #[schema(example = 100)]
    previews_per_day: u32,
}

impl MassMessageBody {
    /// Its version.
    pub(super) const fn version(&self) -> u64 {
        self.version
    }
}

impl From<MassView> for MassMessageBody {
    fn from(view: MassView) -> Self {
        Self {
            recipients: view.estimate.map(MassRecipientsBody::from),
            ..Self::from(view.message)
        }
    }
}

impl From<MassMessage> for MassMessageBody {
    fn from(message: MassMessage) -> Self {
        let stored = message.stored().clone();
        Self {
            id: stored.id.uuid(),
            account: stored.account,
            state: message.state().name(),
            content: stored.content.into(),
            audience: stored.audience.into(),
            recipients: None,
            waiting_for_confirmation: stored.parts.iter().any(|part| part.waiting_since.is_some()),
            totals: message.totals().map(MassTotals::from),
            parts: stored.parts.iter().map(MassPartBody::from).collect(),
            failure: stored.failure.as_ref().map(MassFailureBody::from),
            withdrawn: stored.withdrawn,
            limits: MassLimits {
                calls_per_minute: CALLS_PER_MINUTE,
                per_person_and_month: PER_PERSON_AND_MONTH,
                previews_per_day: PREVIEWS_PER_DAY,
            },
            ordered_at: stored.ordered_at.map(Instant::from),
            cancelled_at: stored.cancelled_at.map(Instant::from),
            created_at: stored.created_at.into(),
            updated_at: stored.updated_at.into(),
            version: stored.version,
        }
    }
}

impl From<Total> for MassRecipientsBody {
    fn from(total: Total) -> Self {
        let (estimate, is_lower_bound) = match total {
            Total::Exactly(count) => (count, false),
            Total::AtLeast(count) => (count, true),
        };
        Self {
            estimate,
            is_lower_bound,
        }
    }
}
