//! All rules of an account, ready for comparing.

use std::sync::Arc;

use super::heard::{Heard, Scope};
use super::rule::ReplyRule;
use super::verdict::{Compiled, Verdict, verdict};
use crate::time::Timestamp;

/// The rules of one account in the order in which they are asked. Comparing allocates nothing per rule.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    rules: Vec<(Arc<ReplyRule>, Compiled)>,
}

impl RuleSet {
    /// Puts rules into their order and compiles their triggers.
    #[must_use]
    pub fn of(mut rules: Vec<ReplyRule>) -> Self {
        rules.sort_by_cached_key(ReplyRule::place);
        let compiled = rules.into_iter().map(|rule| {
            let ear = Compiled::of(&rule.details().trigger);
            (Arc::new(rule), ear)
        });
        Self {
            rules: compiled.collect(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<ReplyRule>> {
        self.rules.iter().map(|(rule, _)| rule)
    }

    /// The rules that would answer, in order, up to the first that cannot fail: one that belongs to an event answers
    /// only while the event is there, which this list does not know.
    #[must_use]
    pub fn answering(&self, heard: &Heard, scope: Scope, now: Timestamp) -> Vec<Arc<ReplyRule>> {
        let mut answering = Vec::new();
        for (rule, ear) in &self.rules {
            if verdict(rule, ear, heard, scope, now) == Verdict::Answers {
                answering.push(Arc::clone(rule));
                if rule.details().event.is_none() {
                    break;
                }
            }
        }
        answering
    }

    /// Every rule in order with what becomes of it.
    pub fn judge(
        &self,
        heard: &Heard,
        scope: Scope,
        now: Timestamp,
    ) -> impl Iterator<Item = (&Arc<ReplyRule>, Verdict)> {
        self.rules
            .iter()
            .map(move |(rule, ear)| (rule, verdict(rule, ear, heard, scope, now)))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::{EventId, ReplyRuleId};
    use crate::wechat::Reply;
    use crate::wechat::rules::{ActiveWindow, RuleDetails, TextMatch, Trigger};

    fn now() -> Timestamp {
        Timestamp::from_unix_seconds(1_796_089_260)
    }

    fn rule(number: u128, trigger: Trigger, change: impl FnOnce(&mut RuleDetails)) -> ReplyRule {
        let mut details = RuleDetails {
            name: format!("rule {number}"),
            priority: 0,
            trigger,
            event: None,
            window: ActiveWindow::default(),
            enabled: true,
            answer: Reply::Text(number.to_string()),
        };
        change(&mut details);
        ReplyRule::create(
            ReplyRuleId::from_uuid(Uuid::from_u128(number)),
            "default",
            details,
            now(),
        )
        .0
    }

    fn contains(part: &str) -> Trigger {
        Trigger::Text(TextMatch::Contains(part.to_owned()))
    }

    fn first(rules: Vec<ReplyRule>, heard: &Heard, scope: Scope) -> Option<String> {
        let set = RuleSet::of(rules);
        let answering = set.answering(heard, scope, now());
        answering.first().map(|rule| rule.details().name.clone())
    }

    #[test]
    fn priority_comes_first_then_the_closer_trigger_then_age() {
        let exact = || rule(5, Trigger::Text(TextMatch::Exact("ＨＥＬＬＯ".to_owned())), |_| {});
        let hello = Heard::text(" hello ");
        let open = |rules| first(rules, &hello, Scope::Open).unwrap();
        assert_eq!(open(vec![rule(1, contains("hell"), |_| {}), exact()]), "rule 5");
        assert_eq!(
            open(vec![rule(1, contains("h"), |details| details.priority = 1), exact()]),
            "rule 1"
        );
        assert_eq!(
            open(vec![rule(1, contains("he"), |_| {}), rule(2, contains("hel"), |_| {})]),
            "rule 2"
        );
        assert_eq!(
            open(vec![rule(2, contains("he"), |_| {}), rule(1, contains("lo"), |_| {})]),
            "rule 1"
        );
        assert_eq!(
            open(vec![rule(1, Trigger::Default, |_| {}), rule(2, contains("o"), |_| {})]),
            "rule 2"
        );
    }

    #[test]
    fn each_trigger_hears_only_its_own() {
        let all = || {
            vec![
                rule(1, Trigger::Subscribe, |_| {}),
                rule(2, Trigger::Scan { scene: "A".to_owned() }, |_| {}),
                rule(3, Trigger::MenuKey { key: "A".to_owned() }, |_| {}),
                rule(4, Trigger::Text(TextMatch::Pattern("^A+$".to_owned())), |_| {}),
                rule(5, Trigger::Default, |_| {}),
            ]
        };
        let scan = |scene: &str, followed| Heard::Scan {
            scene: scene.to_owned(),
            followed,
        };
        let cases = [
            (Heard::Followed, Some("rule 1")),
            (scan("A", false), Some("rule 2")),
            (scan("A", true), Some("rule 2")),
            (scan("B", true), Some("rule 1")),
            (scan("a", false), None),
            (Heard::MenuKey("A".to_owned()), Some("rule 3")),
            (Heard::MenuKey("B".to_owned()), None),
            (Heard::text("AA"), Some("rule 4")),
            (Heard::text("aa"), Some("rule 5")),
            (Heard::Sent, Some("rule 5")),
        ];
        for (heard, expected) in cases {
            assert_eq!(first(all(), &heard, Scope::Open).as_deref(), expected, "{heard:?}");
        }
    }

    #[test]
    fn what_sleeps_or_is_off_leaves_the_answer_to_others() {
        let later = now().plus(std::time::Duration::from_secs(1));
        let rules = vec![
            rule(1, contains("a"), |details| details.enabled = false),
            rule(2, contains("a"), |details| details.window.from = Some(later)),
            rule(3, contains("a"), |details| details.window.until = Some(now())),
            rule(4, Trigger::Default, |_| {}),
        ];
        let set = RuleSet::of(rules);
        let verdicts: Vec<_> = set
            .judge(&Heard::text("A"), Scope::Open, now())
            .map(|(_, verdict)| verdict)
            .collect();
        assert_eq!(
            verdicts,
            [Verdict::Disabled, Verdict::NotYet, Verdict::Over, Verdict::Answers]
        );
    }

    #[test]
    fn only_an_events_own_rules_add_to_its_silence() {
        let event = EventId::from_uuid(Uuid::from_u128(9));
        let bound = rule(1, contains("code"), |details| details.event = Some(event));
        let unbound = rule(2, contains("code"), |details| details.priority = 9);
        let scope = Scope::Silent(event);
        let heard = Heard::text("code");
        assert_eq!(
            first(vec![bound, unbound.clone()], &heard, scope).as_deref(),
            Some("rule 1")
        );
        assert_eq!(first(vec![unbound], &heard, scope), None);
    }

    #[test]
    fn behind_a_rule_that_may_fail_stands_the_next() {
        let event = EventId::from_uuid(Uuid::from_u128(9));
        let rules = vec![
            rule(1, contains("a"), |details| details.event = Some(event)),
            rule(2, contains("a"), |_| {}),
            rule(3, Trigger::Default, |_| {}),
        ];
        let answering = RuleSet::of(rules).answering(&Heard::text("a"), Scope::Open, now());
        assert_eq!(answering.len(), 2);
    }
}
