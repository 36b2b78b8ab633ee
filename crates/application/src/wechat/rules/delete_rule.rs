//! Delete a reply rule.

use super::error::RuleError;
use super::tools::{RuleCommand, RuleTools};
use crate::retry::retry_on_contention;

/// Deletes a rule; the log keeps what it was.
#[derive(Clone)]
pub struct DeleteRule(pub RuleTools);

impl DeleteRule {
    /// Runs it.
    ///
    /// # Errors
    /// When the rule is unknown or stale, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.delete_reply_rule", skip_all, fields(rule.id = %command.rule))]
    pub async fn run(&self, command: RuleCommand) -> Result<(), RuleError> {
        retry_on_contention(|| self.attempt(&command)).await?;
        self.0.book.changed(&command.account).await;
        Ok(())
    }

    async fn attempt(&self, command: &RuleCommand) -> Result<(), RuleError> {
        let mut tx = self.0.store.begin().await?;
        let mut rule = self.0.locked(tx.as_mut(), command).await?;
        let loaded_version = rule.version();
        let now = self.0.clock.now();
        let happened = rule.delete(now);
        tx.rules().remove(rule.id(), loaded_version).await?;
        self.0.log(tx.as_mut(), &rule, &happened, now, &command.context).await?;
        tx.commit().await?;
        Ok(())
    }
}
