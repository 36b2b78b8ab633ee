//! A reply rule as requests submit it.

use domain::ids::EventId;
use domain::time::Zone;
use domain::validation::FieldFaults;
use domain::wechat::Reply;
use domain::wechat::rules::RuleDraft;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::TriggerBody;
use crate::routes::wechat::reply_content::ReplyContent;
use crate::wire::{Instant, Object};

/// A whole rule. `name`, `trigger` and `answer` are required.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RuleSubmission {
    /// 1 to 100 characters on one line.
    #[schema(value_type = String, example = "问路")]
    name: Option<String>,
    /// 0 to 1,000, 0 unless given; the greater goes first.
    #[schema(example = 10)]
    priority: Option<i64>,
    /// What it listens for.
    #[schema(value_type = TriggerBody)]
    trigger: Option<Object<TriggerBody>>,
    /// The event it belongs to: its answer may name the event's facts, it adds to the event's silence, and it is
    /// silent once the event is deleted.
    event_id: Option<Uuid>,
    /// Not before this.
    from: Option<Instant>,
    /// Not at or after this.
    until: Option<Instant>,
    /// Only during these hours of each day.
    #[schema(value_type = Option<HoursSubmission>)]
    daily: Option<Object<HoursSubmission>>,
    /// Whether it is switched on; it is unless given.
    #[schema(example = true)]
    enabled: Option<bool>,
    /// What it answers. Texts may hold `{{person.nickname|朋友}}`, `{{person.remark}}`, and for a rule of an event
    /// `{{event.title}}`, `{{event.location}}`, `{{event.start}}`, `{{event.end}}`.
    #[schema(value_type = ReplyContent)]
    answer: Option<ReplyContent>,
}

/// Hours of each day; hours that end before they begin run over midnight.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct HoursSubmission {
    /// `00:00` to `23:59`.
    #[schema(example = "09:00")]
    from: String,
    /// `00:00` to `24:00`.
    #[schema(example = "18:00")]
    until: String,
    /// Whose clock; an IANA zone, `Asia/Shanghai` unless given.
    #[schema(example = "Asia/Shanghai")]
    zone: Option<String>,
}

impl RuleSubmission {
    /// The draft, or the required fields that are missing.
    pub(super) fn into_draft(self) -> Result<RuleDraft, FieldFaults> {
        let mut faults = FieldFaults::default();
        let name = faults.keep("name", self.name.ok_or("is required"));
        let trigger = faults.keep("trigger", self.trigger.ok_or("is required"));
        let answer = faults.keep("answer", self.answer.ok_or("is required"));
        faults.check()?;
        let trigger = trigger.map(|Object(trigger)| trigger);
        let daily = self.daily.map(|Object(hours)| {
            let zone = hours.zone.unwrap_or_else(|| Zone::DEFAULT_NAME.to_owned());
            (hours.from, hours.until, zone)
        });
        Ok(RuleDraft {
            name: name.unwrap_or_default(),
            priority: self.priority.unwrap_or_default(),
            value: trigger.as_ref().and_then(|trigger| trigger.value.clone()),
            trigger: trigger.map(|trigger| trigger.kind).unwrap_or_default(),
            event: self.event_id.map(EventId::from_uuid),
            from: self.from.map(|Instant(at)| at),
            until: self.until.map(|Instant(at)| at),
            daily,
            enabled: self.enabled.unwrap_or(true),
            answer: answer.map_or(Reply::Silence, Reply::from),
        })
    }
}
