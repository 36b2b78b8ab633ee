//! Replace what a reply rule is.

use domain::wechat::rules::{ReplyRule, RuleDetails, RuleDraft};

use super::error::RuleError;
use super::tools::{RuleCommand, RuleTools};
use crate::retry::retry_on_contention;

/// Replaces what a rule is. Replacing it by the same changes nothing.
#[derive(Clone)]
pub struct ChangeRule(pub RuleTools);

/// What to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRuleCommand {
    /// Which rule.
    pub on: RuleCommand,
    /// What it becomes, unchecked.
    pub draft: RuleDraft,
}

impl ChangeRule {
    /// Runs it.
    ///
    /// # Errors
    /// When the rule is unknown or stale, values are not acceptable, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.change_reply_rule", skip_all, fields(rule.id = %command.on.rule))]
    pub async fn run(&self, command: ChangeRuleCommand) -> Result<ReplyRule, RuleError> {
        let details = self.0.checked(command.draft).await?;
        let rule = retry_on_contention(|| self.attempt(&command.on, &details)).await?;
        self.0.book.changed(&command.on.account).await;
        Ok(rule)
    }

    async fn attempt(&self, command: &RuleCommand, details: &RuleDetails) -> Result<ReplyRule, RuleError> {
        let mut tx = self.0.store.begin().await?;
        let mut rule = self.0.locked(tx.as_mut(), command).await?;
        let (before, loaded_version) = (rule.details().clone(), rule.version());
        let now = self.0.clock.now();
        let Some(happened) = rule.change(details.clone(), now) else {
            return Ok(rule);
        };
        self.0.require_room(tx.as_mut(), &rule, Some(&before)).await?;
        tx.rules().save(&rule, loaded_version).await?;
        self.0.log(tx.as_mut(), &rule, &happened, now, &command.context).await?;
        tx.commit().await?;
        Ok(rule)
    }
}
