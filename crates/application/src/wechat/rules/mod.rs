//! Reply rules: kept by organizers, held in memory by every process that answers messages.

mod answer;
mod book;
mod change_rule;
mod create_rule;
mod delete_rule;
mod dry_run;
mod error;
mod follower_facts;
mod read_rules;
mod tools;

use std::sync::Arc;

pub use answer::RuleAnswers;
pub(super) use answer::{Candidates, count_answer};
pub use book::RuleBook;
pub use change_rule::{ChangeRule, ChangeRuleCommand};
pub use create_rule::{CreateRule, CreateRuleCommand};
pub use delete_rule::DeleteRule;
pub use dry_run::{DryRun, DryRunAnswer, EventAction, EventPath, JudgedRule, Question, RuleOutcome};
pub use error::RuleError;
pub use follower_facts::FollowerFacts;
pub use read_rules::{ReadRules, RuleFilter};
pub use tools::{RuleCommand, RuleTools};

use super::plan::Planning;
use crate::use_cases::Adapters;

/// Everything about reply rules.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct RuleUseCases {
    pub create: CreateRule,
    pub change: ChangeRule,
    pub delete: DeleteRule,
    pub read: ReadRules,
    pub dry_run: DryRun,
}

impl RuleUseCases {
    /// Assembles them over the book and the planning that messages are answered with.
    pub(crate) fn new(adapters: &Adapters, planning: Planning, answers: RuleAnswers) -> Self {
        let tools = RuleTools {
            store: Arc::clone(&adapters.rules),
            events: Arc::clone(&adapters.event_reads),
            book: planning.rules.clone(),
            clock: Arc::clone(&adapters.clock),
            ids: Arc::clone(&adapters.ids),
        };
        Self {
            create: CreateRule(tools.clone()),
            change: ChangeRule(tools.clone()),
            delete: DeleteRule(tools),
            read: ReadRules(Arc::clone(&adapters.rule_reads)),
            dry_run: DryRun {
                planning,
                answers,
                clock: Arc::clone(&adapters.clock),
            },
        }
    }
}
