//! The frame of every change of one rule: turn the book over, look, one verb, store, log.

use std::sync::Arc;

use domain::ids::{EventId, ReplyRuleId};
use domain::time::Timestamp;
use domain::validation::FieldFaults;
use domain::wechat::rules::{ReplyRule, RuleDetails, RuleDraft, RuleHappened};
use ports::StoreError;
use ports::events::EventReads;
use ports::system::{Clock, Ids};
use ports::wechat::rules::{RulesStore, RulesTransaction};

use super::book::RuleBook;
use super::error::RuleError;
use crate::context::Context;
use crate::log_wire;

/// What use cases about rules work with.
#[derive(Clone)]
pub struct RuleTools {
    /// Transactions.
    pub store: Arc<dyn RulesStore>,
    /// Events that rules belong to.
    pub events: Arc<dyn EventReads>,
    /// The rules in memory.
    pub book: RuleBook,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

/// A command about one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCommand {
    /// Our name of the account.
    pub account: String,
    /// The rule.
    pub rule: ReplyRuleId,
    /// The version the caller saw, where the caller insists on it.
    pub expected_version: Option<u64>,
    /// Who and what.
    pub context: Context,
}

impl RuleTools {
    /// The draft, checked; the event it belongs to must be there.
    pub(super) async fn checked(&self, draft: RuleDraft) -> Result<RuleDetails, RuleError> {
        let details = RuleDetails::check(draft)?;
        if let Some(event) = details.event {
            self.require_event(event).await?;
        }
        Ok(details)
    }

    async fn require_event(&self, event: EventId) -> Result<(), RuleError> {
        if self.events.find(event).await?.is_none() {
            let mut faults = FieldFaults::default();
            faults.add("eventId", "there is no such event");
            return Err(faults.into());
        }
        Ok(())
    }

    /// The rule of a command, in a book that nobody else can change until the transaction ends.
    pub(super) async fn locked(
        &self,
        tx: &mut dyn RulesTransaction,
        command: &RuleCommand,
    ) -> Result<ReplyRule, RuleError> {
        tx.rules().turn_over(&command.account).await?;
        let found = tx.rules().find(&command.account, command.rule).await?;
        let rule = found.ok_or(RuleError::Unknown(command.rule))?;
        match command.expected_version {
            Some(expected) if expected != rule.version() => Err(RuleError::Stale {
                expected,
                actual: rule.version(),
            }),
            _ => Ok(rule),
        }
    }

    /// Refuses a rule that the account has no room for; `before` is what it replaces.
    pub(super) async fn require_room(
        &self,
        tx: &mut dyn RulesTransaction,
        rule: &ReplyRule,
        before: Option<&RuleDetails>,
    ) -> Result<(), RuleError> {
        let counts = tx.rules().counts(&rule.stored().account).await?;
        if before.is_none() && counts.rules >= ReplyRule::MOST_PER_ACCOUNT {
            return Err(RuleError::TooMany {
                limit: ReplyRule::MOST_PER_ACCOUNT,
                what: "reply rules",
            });
        }
        let was_pattern = before.is_some_and(|details| details.trigger.is_pattern());
        let is_pattern = rule.details().trigger.is_pattern();
        if is_pattern && !was_pattern && counts.patterns >= ReplyRule::MOST_PATTERNS {
            return Err(RuleError::TooMany {
                limit: ReplyRule::MOST_PATTERNS,
                what: "reply rules with a regular expression",
            });
        }
        Ok(())
    }

    /// Appends what happened to the log of the same transaction.
    pub(super) async fn log(
        &self,
        tx: &mut dyn RulesTransaction,
        rule: &ReplyRule,
        happened: &RuleHappened,
        now: Timestamp,
        context: &Context,
    ) -> Result<(), StoreError> {
        let wire = log_wire::rule_happened(rule, happened);
        tx.log()
            .append(&[context.log_entry(wire, rule.version(), now, self.ids.as_ref())])
            .await
    }
}
