//! Welcome messages inside transactions.

use async_trait::async_trait;
use domain::ids::MessageId;
use domain::wechat::wecom::contacts::{WelcomeAttempt, WelcomeSetting};
use ports::StoreError;
use ports::wechat::wecom::WelcomeRepository;

use super::super::state::duplicate;
use super::super::transaction::Transaction;

#[async_trait]
impl WelcomeRepository for Transaction {
    async fn setting_for_update(&mut self, account: &str) -> Result<Option<WelcomeSetting>, StoreError> {
        self.look(|state| state.corp.welcomes.get(account).cloned())
    }

    async fn save_setting(
        &mut self,
        setting: &WelcomeSetting,
        expected_version: Option<u64>,
    ) -> Result<(), StoreError> {
        self.change(|state| {
            let known = state.corp.welcomes.get(&setting.account).map(|known| known.version);
            match (known, expected_version) {
                (Some(_), None) => return Err(duplicate("welcome_messages.account")),
                (known, expected) if known != expected => return Err(StoreError::VersionConflict),
                _ => {}
            }
            state.corp.welcomes.insert(setting.account.clone(), setting.clone());
            Ok(())
        })
    }

    async fn attempt_for_update(&mut self, id: MessageId) -> Result<Option<WelcomeAttempt>, StoreError> {
        self.look(|state| state.corp.attempts.get(&id).cloned())
    }

    async fn add_attempt(&mut self, attempt: &WelcomeAttempt) -> Result<(), StoreError> {
        self.change(|state| match state.corp.attempts.insert(attempt.id, attempt.clone()) {
            Some(_) => Err(duplicate("welcome_attempts.id")),
            None => Ok(()),
        })
    }

    async fn save_attempt(&mut self, attempt: &WelcomeAttempt) -> Result<(), StoreError> {
        self.change(|state| {
            state.corp.attempts.insert(attempt.id, attempt.clone());
            if let Some(end) = attempt.end {
                *state.corp.ends.entry((attempt.account.clone(), end)).or_default() += 1;
            }
            Ok(())
        })
    }
}
