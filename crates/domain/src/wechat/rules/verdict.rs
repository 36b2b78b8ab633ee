//! Whether a rule answers a message, and why not.

use super::folding::folded;
use super::heard::{Heard, Scope};
use super::pattern::Pattern;
use super::rule::ReplyRule;
use super::trigger::{TextMatch, Trigger};
use crate::time::Timestamp;

/// What becomes of a rule when a message arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It would answer.
    Answers,
    /// It is switched off.
    Disabled,
    /// It listens for something else.
    OtherTrigger,
    /// Its time has not come.
    NotYet,
    /// Its time is over.
    Over,
    /// It sleeps at this hour.
    OutsideHours,
    /// An event's own path acts on the message, and the rule does not belong to that event.
    EventActs,
}

impl Verdict {
    /// The stable name, used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::Disabled => "disabled",
            Self::OtherTrigger => "otherTrigger",
            Self::NotYet => "notYet",
            Self::Over => "over",
            Self::OutsideHours => "outsideHours",
            Self::EventActs => "eventActs",
        }
    }
}

/// A rule with its trigger made ready for comparing.
#[derive(Debug, Clone)]
pub(super) struct Compiled {
    ear: Ear,
}

#[derive(Debug, Clone)]
enum Ear {
    Plain,
    Exact(String),
    Contains(String),
    Pattern(Pattern),
    /// A stored expression that does not compile any more, under another version of the engine.
    Deaf,
}

impl Compiled {
    pub(super) fn of(trigger: &Trigger) -> Self {
        let ear = match trigger {
            Trigger::Text(TextMatch::Exact(text)) => Ear::Exact(folded(text)),
            Trigger::Text(TextMatch::Contains(part)) => Ear::Contains(folded(part)),
            Trigger::Text(TextMatch::Pattern(expression)) => {
                Pattern::compile(expression).map_or(Ear::Deaf, Ear::Pattern)
            }
            Trigger::Subscribe | Trigger::Scan { .. } | Trigger::MenuKey { .. } | Trigger::Default => Ear::Plain,
        };
        Self { ear }
    }

    pub(super) fn hears(&self, trigger: &Trigger, heard: &Heard) -> bool {
        match (trigger, heard) {
            (Trigger::Subscribe, Heard::Followed | Heard::Scan { followed: true, .. })
            | (Trigger::Default, Heard::Text { .. } | Heard::Sent) => true,
            (Trigger::Scan { scene }, Heard::Scan { scene: scanned, .. }) => scene == scanned,
            (Trigger::MenuKey { key }, Heard::MenuKey(tapped)) => key == tapped,
            (Trigger::Text(_), Heard::Text { typed, folded }) => match &self.ear {
                Ear::Exact(text) => text == folded,
                Ear::Contains(part) => folded.contains(part.as_str()),
                Ear::Pattern(pattern) => pattern.matches(typed),
                Ear::Plain | Ear::Deaf => false,
            },
            _ => false,
        }
    }
}

pub(super) fn verdict(rule: &ReplyRule, ear: &Compiled, heard: &Heard, scope: Scope, now: Timestamp) -> Verdict {
    let details = rule.details();
    if !details.enabled {
        return Verdict::Disabled;
    }
    if !ear.hears(&details.trigger, heard) {
        return Verdict::OtherTrigger;
    }
    if let Scope::Silent(event) = scope
        && details.event != Some(event)
        && !matches!(details.trigger, Trigger::Scan { .. })
    {
        return Verdict::EventActs;
    }
    let window = &details.window;
    if window.from.is_some_and(|from| now < from) {
        return Verdict::NotYet;
    }
    if window.until.is_some_and(|until| until <= now) {
        return Verdict::Over;
    }
    if window.daily.as_ref().is_some_and(|hours| !hours.contain(now)) {
        return Verdict::OutsideHours;
    }
    Verdict::Answers
}
