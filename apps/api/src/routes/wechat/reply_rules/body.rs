//! A reply rule as answers show it.

use domain::wechat::rules::{DailyHours, ReplyRule, Trigger};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::routes::wechat::reply_content::ReplyContent;
use crate::wire::Instant;

/// A reply rule.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleBody {
    /// Its id.
    #[schema(example = "019ad3a5-7c4b-7000-8000-0000000000c1")]
    id: Uuid,
    /// Our name of the account.
    #[schema(example = "default")]
    account: String,
    /// What organizers call it.
    #[schema(example = "问路")]
    name: String,
    /// 0 to 1,000; the greater goes first.
    #[schema(example = 10)]
    priority: u16,
    /// What it listens for.
    trigger: TriggerBody,
    /// The event it belongs to.
    event_id: Option<Uuid>,
    /// Not before this.
    from: Option<Instant>,
    /// Not at or after this.
    until: Option<Instant>,
    /// Only during these hours of each day.
    daily: Option<HoursBody>,
    /// Whether it is switched on.
    #[schema(example = true)]
    enabled: bool,
    /// What it answers.
    answer: ReplyContent,
    /// When it was created.
    created_at: Instant,
    /// When it last changed.
    updated_at: Instant,
    /// Counts its changes; also its `ETag`.
    #[schema(example = 1)]
    version: u64,
}

/// What a rule listens for.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TriggerBody {
    /// `subscribe`, `scan` (value: the scene), `menuKey` (value: the key), `textExact`, `textContains` (any case and
    /// width), `textPattern` (value: a regular expression, case matters unless it begins with `(?i)`), or `default`
    /// (anything sent that no other rule answers).
    #[serde(rename = "type")]
    #[schema(example = "textContains")]
    pub(super) kind: String,
    /// What it compares with; none for `subscribe` and `default`.
    #[serde(default)]
    #[schema(example = "怎么去")]
    pub(super) value: Option<String>,
}

/// Hours of each day; hours that end before they begin run over midnight.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct HoursBody {
    /// `00:00` to `23:59`.
    #[schema(example = "09:00")]
    pub(super) from: String,
    /// `00:00` to `24:00`.
    #[schema(example = "18:00")]
    pub(super) until: String,
    /// Whose clock; an IANA zone.
    #[schema(example = "Asia/Shanghai")]
    pub(super) zone: String,
}

impl From<&Trigger> for TriggerBody {
    fn from(trigger: &Trigger) -> Self {
        Self {
            kind: trigger.name().to_owned(),
            value: trigger.value().map(str::to_owned),
        }
    }
}

impl From<&DailyHours> for HoursBody {
    fn from(hours: &DailyHours) -> Self {
        Self {
            from: DailyHours::clock(hours.from),
            until: DailyHours::clock(hours.until),
            zone: hours.zone.name().to_owned(),
        }
    }
}

impl From<&ReplyRule> for RuleBody {
    fn from(rule: &ReplyRule) -> Self {
        let stored = rule.stored();
        let details = &stored.details;
        Self {
            id: stored.id.uuid(),
            account: stored.account.clone(),
            name: details.name.clone(),
            priority: details.priority,
            trigger: TriggerBody::from(&details.trigger),
            event_id: details.event.map(|event| event.uuid()),
            from: details.window.from.map(Into::into),
            until: details.window.until.map(Into::into),
            daily: details.window.daily.as_ref().map(HoursBody::from),
            enabled: details.enabled,
            answer: details.answer.clone().into(),
            created_at: stored.created_at.into(),
            updated_at: stored.updated_at.into(),
            version: stored.version,
        }
    }
}
