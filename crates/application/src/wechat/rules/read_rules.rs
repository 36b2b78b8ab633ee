//! Look at reply rules.

use std::sync::Arc;

use domain::ids::{EventId, ReplyRuleId};
use domain::wechat::rules::{ReplyRule, RuleSet};
use ports::wechat::rules::RuleReads;
use ports::{Page, PageQuery, Total};

use super::error::RuleError;

/// Everything that is read about rules.
#[derive(Clone)]
pub struct ReadRules(pub Arc<dyn RuleReads>);

/// Which rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleFilter {
    /// Only with a trigger of this name.
    pub trigger: Option<String>,
    /// Only those that are switched on, or off.
    pub enabled: Option<bool>,
    /// Only those that belong to this event.
    pub event: Option<EventId>,
}

impl RuleFilter {
    fn takes(&self, rule: &ReplyRule) -> bool {
        let details = rule.details();
        self.trigger
            .as_deref()
            .is_none_or(|name| details.trigger.name() == name)
            && self.enabled.is_none_or(|enabled| details.enabled == enabled)
            && self.event.is_none_or(|event| details.event == Some(event))
    }
}

impl ReadRules {
    /// One rule.
    ///
    /// # Errors
    /// When the account has no such rule or the store fails.
    pub async fn find(&self, account: &str, id: ReplyRuleId) -> Result<ReplyRule, RuleError> {
        self.0.find(account, id).await?.ok_or(RuleError::Unknown(id))
    }

    /// The account's rules in the order in which they are asked. An account has few: the page is cut in memory.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        account: &str,
        filter: &RuleFilter,
        page: PageQuery,
    ) -> Result<Page<ReplyRule>, RuleError> {
        let view = self.0.book(account).await?;
        let rules: Vec<_> = RuleSet::of(view.rules)
            .iter()
            .filter(|rule| filter.takes(rule))
            .map(|rule| ReplyRule::clone(rule))
            .collect();
        let total = Total::Exactly(rules.len() as u64);
        let skipped = match page.cursor() {
            // A rule that was deleted meanwhile leads to the end rather than to the beginning again.
            Some(last) => rules
                .iter()
                .position(|rule| rule.id().uuid() == last)
                .map_or(rules.len(), |place| place + 1),
            None => usize::try_from(page.offset()).unwrap_or(usize::MAX),
        };
        let probe = rules.into_iter().skip(skipped).take(page.size() as usize + 1).collect();
        Ok(Page::from_probe(probe, page.size(), total, |rule| rule.id().uuid()))
    }
}
