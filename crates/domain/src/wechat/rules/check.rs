//! Submitted rules, checked.

use super::answer_check::{check_answer, check_placeholders};
use super::folding::folded;
use super::pattern::Pattern;
use super::rule::{ReplyRule, RuleDetails};
use super::trigger::{TextMatch, Trigger};
use super::window::{ActiveWindow, DailyHours};
use crate::ids::EventId;
use crate::text::{bounded, single_line};
use crate::time::{Timestamp, Zone};
use crate::validation::FieldFaults;
use crate::wechat::Reply;

/// An unchecked rule, as submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDraft {
    /// 1 to 100 characters on one line.
    pub name: String,
    /// 0 to 1,000.
    pub priority: i64,
    /// The name of a trigger's kind.
    pub trigger: String,
    /// What the trigger compares with, where it does.
    pub value: Option<String>,
    /// The event it belongs to.
    pub event: Option<EventId>,
    /// Not before this.
    pub from: Option<Timestamp>,
    /// Not at or after this.
    pub until: Option<Timestamp>,
    /// `(from, until, zone)`: clocks such as `09:00`, and an IANA name.
    pub daily: Option<(String, String, String)>,
    /// Whether it is switched on.
    pub enabled: bool,
    /// What it answers.
    pub answer: Reply,
}

impl RuleDetails {
    /// Longest name in characters.
    pub const MAX_NAME: usize = 100;
    /// Longest scene (WeChat: 64 characters) and longest key (WeChat: 128 bytes).
    const MAX_SCENE: usize = 64;
    const MAX_KEY_BYTES: usize = 128;
    /// Longest text to compare with, in characters.
    const MAX_TEXT: usize = 200;

    /// Checks a draft.
    ///
    /// # Errors
    /// Every fault, under the API's field names.
    pub fn check(draft: RuleDraft) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        let name = faults.keep("name", single_line(&draft.name, 1..=Self::MAX_NAME));
        let priority = u16::try_from(draft.priority)
            .ok()
            .filter(|priority| *priority <= ReplyRule::MAX_PRIORITY);
        let priority = faults.keep("priority", priority.ok_or("must be between 0 and 1000"));
        let trigger = faults.keep("trigger", check_trigger(&draft.trigger, draft.value));
        let window = check_window(draft.from, draft.until, draft.daily, &mut faults);
        let answer = check_answer(draft.answer, &mut faults);
        check_placeholders(&answer, draft.event, &mut faults);
        faults.clone().check()?;
        let (Some(name), Some(priority), Some(trigger), Some(window)) = (name, priority, trigger, window) else {
            return Err(faults);
        };
        Ok(Self {
            name,
            priority,
            trigger,
            event: draft.event,
            window,
            enabled: draft.enabled,
            answer,
        })
    }
}

fn check_trigger(name: &str, value: Option<String>) -> Result<Trigger, String> {
    let value = match name {
        "subscribe" | "default" => match value {
            None => return Trigger::from_parts(name, None).ok_or_else(|| unknown(name)),
            Some(_) => return Err(format!("{name} compares with nothing: leave out the value")),
        },
        _ => value,
    };
    let trigger = match (name, value) {
        ("scan" | "menuKey" | "textExact" | "textContains" | "textPattern", None) => {
            return Err(format!("{name} needs a value"));
        }
        (name, value) => Trigger::from_parts(name, value).ok_or_else(|| unknown(name))?,
    };
    match &trigger {
        Trigger::Scan { scene } => {
            let checked =
                single_line(scene, 1..=RuleDetails::MAX_SCENE).map_err(|fault| format!("the scene {fault}"))?;
            Ok(Trigger::Scan { scene: checked })
        }
        Trigger::MenuKey { key } => {
            let checked =
                single_line(key, 1..=RuleDetails::MAX_KEY_BYTES).map_err(|fault| format!("the key {fault}"))?;
            if checked.len() > RuleDetails::MAX_KEY_BYTES {
                return Err("the key must have at most 128 bytes".to_owned());
            }
            Ok(Trigger::MenuKey { key: checked })
        }
        Trigger::Text(TextMatch::Pattern(expression)) => {
            if expression.is_empty() {
                return Err("the expression must not be empty".to_owned());
            }
            if expression.contains('\0') {
                return Err("the expression must not hold control characters".to_owned());
            }
            Pattern::compile(expression).map_err(|fault| format!("the expression {fault}"))?;
            Ok(trigger)
        }
        Trigger::Text(TextMatch::Exact(text)) => Ok(Trigger::Text(TextMatch::Exact(compared(text)?))),
        Trigger::Text(TextMatch::Contains(text)) => Ok(Trigger::Text(TextMatch::Contains(compared(text)?))),
        Trigger::Subscribe | Trigger::Default => Ok(trigger),
    }
}

fn compared(text: &str) -> Result<String, String> {
    let checked = bounded(text, 1..=RuleDetails::MAX_TEXT).map_err(|fault| format!("the text {fault}"))?;
    if folded(&checked).is_empty() {
        return Err("the text must not be empty".to_owned());
    }
    Ok(checked)
}

fn unknown(name: &str) -> String {
    let name: String = name.chars().take(32).collect();
    format!("{name:?} is none of subscribe, scan, menuKey, textExact, textContains, textPattern, default")
}

fn check_window(
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    daily: Option<(String, String, String)>,
    faults: &mut FieldFaults,
) -> Option<ActiveWindow> {
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        faults.add("until", "must be after from");
    }
    let daily = match daily {
        Some(hours) => Some(faults.keep("daily", check_hours(&hours))?),
        None => None,
    };
    Some(ActiveWindow { from, until, daily })
}

fn check_hours((from, until, zone): &(String, String, String)) -> Result<DailyHours, String> {
    let minute = |clock: &str| DailyHours::minute(clock).ok_or("from and until must be clocks such as 09:00");
    let (from, until) = (minute(from)?, minute(until)?);
    if from == DailyHours::DAY {
        return Err("from must be before 24:00".to_owned());
    }
    if from == until {
        return Err("from and until must differ".to_owned());
    }
    let zone: Zone = zone.parse().map_err(|fault| format!("zone is {fault}"))?;
    Ok(DailyHours { from, until, zone })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wechat::Article;

    fn draft() -> RuleDraft {
        RuleDraft {
            name: "welcome".to_owned(),
            priority: 0,
            trigger: "subscribe".to_owned(),
            value: None,
            event: None,
            from: None,
            until: None,
            daily: None,
            enabled: true,
            answer: Reply::Text("欢迎，{{person.nickname|朋友}}！".to_owned()),
        }
    }

    fn fault(change: impl FnOnce(&mut RuleDraft)) -> String {
        let mut draft = draft();
        change(&mut draft);
        let faults = RuleDetails::check(draft).unwrap_err();
        faults
            .iter()
            .map(|(field, reasons)| format!("{field}: {}", reasons.join("; ")))
            .collect::<Vec<_>>()
            .join(" | ")
    }

    #[test]
    fn a_sound_rule_passes() {
        assert_eq!(RuleDetails::check(draft()).unwrap().trigger, Trigger::Subscribe);
    }

    #[test]
    fn every_fault_is_told_under_its_field() {
        let told = fault(|draft| {
            draft.name = " ".to_owned();
            draft.priority = -1;
            draft.trigger = "textPattern".to_owned();
            draft.value = Some("(".to_owned());
            draft.daily = Some(("9".to_owned(), "10:00".to_owned(), "Asia/Shanghai".to_owned()));
            draft.answer = Reply::News(Vec::new());
        });
        for part in [
            "name:",
            "priority:",
            "trigger: the expression is not a regular",
            "daily:",
            "answer: articles",
        ] {
            assert!(told.contains(part), "{part} in {told}");
        }
    }

    #[test]
    fn triggers_take_a_value_or_none_as_they_need() {
        let trigger = |name: &str, value: Option<&str>| {
            let (name, value) = (name.to_owned(), value.map(str::to_owned));
            fault(move |draft| (draft.trigger, draft.value) = (name, value))
        };
        assert!(trigger("default", Some("x")).contains("leave out"));
        assert!(trigger("scan", None).contains("needs a value"));
        assert!(trigger("teapot", None).contains("none of"));
        assert!(trigger("textContains", Some("\u{3000}")).contains("empty"));
        assert!(trigger("menuKey", Some(&"春".repeat(43))).contains("128 bytes"));
        assert!(trigger("textPattern", Some("(a{1000}){1000}")).contains("too large"));
    }

    #[test]
    fn a_placeholder_must_be_known_and_have_its_event() {
        assert!(fault(|draft| draft.answer = Reply::Text("{{nobody}}".to_owned())).contains("not known"));
        assert!(fault(|draft| draft.answer = Reply::Text("{{event.title}}".to_owned())).contains("bind the rule"));
    }

    #[test]
    fn addresses_are_of_the_web() {
        let news = |url: &str| {
            let article = Article {
                title: "t".to_owned(),
                description: String::new(),
                picture_url: String::new(),
                url: url.to_owned(),
            };
            fault(move |draft| draft.answer = Reply::News(vec![article]))
        };
        assert!(news("javascript:alert(1)").contains("http or https"));
        assert!(news("https://a b").contains("http or https"));
    }
}
