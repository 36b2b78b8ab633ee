//! Make a reply rule.

use domain::ids::ReplyRuleId;
use domain::wechat::rules::{ReplyRule, RuleDetails, RuleDraft};

use super::error::RuleError;
use super::tools::RuleTools;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Makes a rule. Repeated with the same id it answers the rule that is there.
#[derive(Clone)]
pub struct CreateRule(pub RuleTools);

/// What to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateRuleCommand {
    /// The id it gets.
    pub id: ReplyRuleId,
    /// Our name of the account.
    pub account: String,
    /// What it is, unchecked.
    pub draft: RuleDraft,
    /// Who and what.
    pub context: Context,
}

impl CreateRule {
    /// Runs it.
    ///
    /// # Errors
    /// When values are not acceptable, the account has no room for it, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.create_reply_rule", skip_all, fields(rule.id = %command.id))]
    pub async fn run(&self, command: CreateRuleCommand) -> Result<ReplyRule, RuleError> {
        let details = self.0.checked(command.draft.clone()).await?;
        let rule = retry_on_contention(|| self.attempt(&command, &details)).await?;
        self.0.book.changed(&command.account).await;
        Ok(rule)
    }

    async fn attempt(&self, command: &CreateRuleCommand, details: &RuleDetails) -> Result<ReplyRule, RuleError> {
        let mut tx = self.0.store.begin().await?;
        tx.rules().turn_over(&command.account).await?;
        if let Some(there) = tx.rules().find(&command.account, command.id).await? {
            return Ok(there);
        }
        let now = self.0.clock.now();
        let (rule, happened) = ReplyRule::create(command.id, &command.account, details.clone(), now);
        self.0.require_room(tx.as_mut(), &rule, None).await?;
        tx.rules().add(&rule).await?;
        self.0.log(tx.as_mut(), &rule, &happened, now, &command.context).await?;
        tx.commit().await?;
        Ok(rule)
    }
}
