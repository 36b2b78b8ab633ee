//! Reply rules (回复规则): what an account answers to whom, when nothing of an event is at stake.
//!
//! A rule has a trigger, an answer and a time. Of several rules that would answer, the one of the highest priority
//! does, then the more specific one, then the oldest: the same message finds the same rule in every process.

mod answer_check;
mod book;
mod check;
mod fitting;
mod folding;
mod heard;
mod pattern;
mod placeholders;
mod rule;
mod trigger;
mod verdict;
mod window;

pub use answer_check::AnswerLimits;
pub use book::RuleSet;
pub use check::RuleDraft;
pub use fitting::fitted;
pub use folding::folded;
pub use heard::{Heard, Scope};
pub use pattern::{Pattern, PatternFault};
pub use placeholders::{PLACEHOLDERS, named_placeholders, texts_of};
pub use rule::{ReplyRule, RuleDetails, RuleHappened, StoredRule};
pub use trigger::{TextMatch, Trigger};
pub use verdict::Verdict;
pub use window::{ActiveWindow, DailyHours};
