//! Reply rules.

use async_trait::async_trait;
use domain::ids::ReplyRuleId;
use domain::wechat::rules::ReplyRule;
use ports::StoreError;
use ports::log::EventLog;
use ports::wechat::rules::{RuleBookView, RuleCounts, RuleReads, RuleRepository, RulesStore, RulesTransaction};

use super::MemoryStore;
use super::state::{State, duplicate};
use super::transaction::Transaction;

#[async_trait]
impl RulesStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn RulesTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl RulesTransaction for Transaction {
    fn rules(&mut self) -> &mut dyn RuleRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl RuleRepository for Transaction {
    async fn turn_over(&mut self, account: &str) -> Result<(), StoreError> {
        self.change(|state| {
            *state.rule_revisions.entry(account.to_owned()).or_default() += 1;
            Ok(())
        })
    }

    async fn counts(&mut self, account: &str) -> Result<RuleCounts, StoreError> {
        self.look(|state| {
            let mut counts = RuleCounts::default();
            for rule in of_account(state, account) {
                counts.rules += 1;
                counts.patterns += u32::from(rule.details().trigger.is_pattern());
            }
            counts
        })
    }

    async fn find(&mut self, account: &str, id: ReplyRuleId) -> Result<Option<ReplyRule>, StoreError> {
        self.look(|state| find(state, account, id))
    }

    async fn add(&mut self, rule: &ReplyRule) -> Result<(), StoreError> {
        self.change(|state| match state.rules.insert(rule.id(), rule.clone()) {
            Some(_) => Err(duplicate("wechat_reply_rules.id")),
            None => Ok(()),
        })
    }

    async fn save(&mut self, rule: &ReplyRule, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.rules.get_mut(&rule.id()) {
            Some(stored) if stored.version() == expected_version => {
                *stored = rule.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }

    async fn remove(&mut self, id: ReplyRuleId, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.rules.get(&id) {
            Some(stored) if stored.version() == expected_version => {
                state.rules.remove(&id);
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }
}

#[async_trait]
impl RuleReads for MemoryStore {
    async fn find(&self, account: &str, id: ReplyRuleId) -> Result<Option<ReplyRule>, StoreError> {
        Ok(find(&self.read(), account, id))
    }

    async fn revision(&self, account: &str) -> Result<u64, StoreError> {
        Ok(self.read().rule_revisions.get(account).copied().unwrap_or_default())
    }

    async fn book(&self, account: &str) -> Result<RuleBookView, StoreError> {
        let state = self.read();
        Ok(RuleBookView {
            revision: state.rule_revisions.get(account).copied().unwrap_or_default(),
            rules: of_account(&state, account).cloned().collect(),
        })
    }
}

fn of_account<'a>(state: &'a State, account: &'a str) -> impl Iterator<Item = &'a ReplyRule> {
    state
        .rules
        .values()
        .filter(move |rule| rule.stored().account == account)
}

fn find(state: &State, account: &str, id: ReplyRuleId) -> Option<ReplyRule> {
    state
        .rules
        .get(&id)
        .filter(|rule| rule.stored().account == account)
        .cloned()
}
