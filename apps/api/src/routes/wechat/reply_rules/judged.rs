//! What a dry run tells.

use application::wechat::rules::{DryRunAnswer, EventPath, JudgedRule};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::routes::wechat::reply_content::ReplyContent;

/// What would be answered, and why.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DryRunBody {
    /// What an event's own path would do, which goes before every rule; `null` where no event is meant.
    event_path: Option<EventPathBody>,
    /// What a rule would answer, to a person of whom nothing is known; `null` where no rule answers.
    reply: Option<ReplyContent>,
    /// The rule that would answer.
    matched_rule_id: Option<Uuid>,
    /// Every rule in the order in which they are asked.
    rules: Vec<JudgedRuleBody>,
}

/// What an event's own path would do.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct EventPathBody {
    /// `register`, `checkIn`, or `interactionCode` (registers, or checks in once the doors are open).
    #[schema(example = "register")]
    action: &'static str,
    /// The event.
    event_id: Uuid,
    /// Its title.
    #[schema(example = "春天的音乐会")]
    event_title: String,
    /// Whether it answers; rules that belong to the event may add to its silence.
    #[schema(example = true)]
    speaks: bool,
}

/// A rule, and why it answers or not.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct JudgedRuleBody {
    /// The rule.
    id: Uuid,
    /// Its name.
    #[schema(example = "问路")]
    name: String,
    /// `matched`, `outranked`, `otherTrigger`, `disabled`, `notYet`, `over`, `outsideHours`, `eventActs` or
    /// `eventGone`.
    #[schema(example = "matched")]
    outcome: &'static str,
}

impl From<DryRunAnswer> for DryRunBody {
    fn from(answer: DryRunAnswer) -> Self {
        let rules: Vec<_> = answer.rules.iter().map(JudgedRuleBody::from).collect();
        let matched = rules.iter().find(|rule| rule.outcome == "matched");
        Self {
            event_path: answer.event_path.map(EventPathBody::from),
            reply: answer.reply.map(ReplyContent::from),
            matched_rule_id: matched.map(|rule| rule.id),
            rules,
        }
    }
}

impl From<EventPath> for EventPathBody {
    fn from(path: EventPath) -> Self {
        Self {
            action: path.action.name(),
            event_id: path.event.uuid(),
            event_title: path.title,
            speaks: path.speaks,
        }
    }
}

impl From<&JudgedRule> for JudgedRuleBody {
    fn from(judged: &JudgedRule) -> Self {
        Self {
            id: judged.rule.id().uuid(),
            name: judged.rule.details().name.clone(),
            outcome: judged.outcome.name(),
        }
    }
}
