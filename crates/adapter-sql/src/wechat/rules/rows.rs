//! Rows of reply rules and what they mean.

use domain::ids::{EventId, ReplyRuleId};
use domain::wechat::rules::{ActiveWindow, DailyHours, ReplyRule, RuleDetails, StoredRule, Trigger};
use ports::StoreError;
use serde::{Deserialize, Serialize};

use super::super::reply_json::{reply_from_json, reply_to_json};
use crate::sql::{Row, Sql, Table};

pub(super) const RULES: Table = Table {
    name: "wechat_reply_rules",
    key: "id",
};

/// All that an update writes, in the order of [`bind_changeable`].
pub(super) const CHANGEABLE: [&str; 11] = [
    "name",
    "priority",
    "trigger_name",
    "trigger_value",
    "event_id",
    "awake_from",
    "awake_until",
    "daily",
    "enabled",
    "answer",
    "updated_at",
];

pub(super) const COLUMNS: &str = "id, account, name, priority, trigger_name, trigger_value, event_id, awake_from, \
     awake_until, daily, enabled, answer, created_at, updated_at, version";

#[derive(Serialize, Deserialize)]
struct HoursJson {
    from: u16,
    until: u16,
    zone: String,
}

/// Binds the values of [`CHANGEABLE`].
pub(super) fn bind_changeable(sql: &mut Sql, rule: &StoredRule) -> Result<(), StoreError> {
    let details = &rule.details;
    let window = &details.window;
    let daily = window.daily.as_ref().map(hours_to_json).transpose()?;
    sql.bind(details.name.as_str())
        .bind(u32::from(details.priority))
        .bind(details.trigger.name())
        .bind(details.trigger.value())
        .bind(details.event.map(EventId::uuid))
        .bind(window.from)
        .bind(window.until)
        .bind(daily)
        .bind(details.enabled)
        .bind(reply_to_json(&details.answer)?)
        .bind(rule.updated_at);
    Ok(())
}

pub(super) fn to_domain(row: &Row) -> Result<ReplyRule, StoreError> {
    let value = row.text_or_null("trigger_value")?;
    let details = RuleDetails {
        name: row.text("name")?,
        priority: row.number("priority")?,
        trigger: row.parsed("trigger_name", |name| Trigger::from_parts(name, value))?,
        event: row.id_or_null("event_id")?.map(EventId::from_uuid),
        window: ActiveWindow {
            from: row.time_or_null("awake_from")?,
            until: row.time_or_null("awake_until")?,
            daily: row.parsed_or_null("daily", hours_from_json)?,
        },
        enabled: row.flag("enabled")?,
        answer: row.parsed("answer", reply_from_json)?,
    };
    Ok(ReplyRule::restore(StoredRule {
        id: ReplyRuleId::from_uuid(row.id("id")?),
        account: row.text("account")?,
        details,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
        version: row.number("version")?,
    }))
}

fn hours_to_json(hours: &DailyHours) -> Result<String, StoreError> {
    crate::log::to_json(&HoursJson {
        from: hours.from,
        until: hours.until,
        zone: hours.zone.name().to_owned(),
    })
}

fn hours_from_json(text: &str) -> Option<DailyHours> {
    let HoursJson { from, until, zone } = serde_json::from_str(text).ok()?;
    Some(DailyHours {
        from,
        until,
        zone: zone.parse().ok()?,
    })
}
