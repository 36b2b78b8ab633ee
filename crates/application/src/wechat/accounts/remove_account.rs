//! Remove an account.

use super::error::AccountError;
use super::tools::AccountTools;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Removes an account and its credentials. What it received and sent stays.
#[derive(Clone)]
pub struct RemoveAccount(pub AccountTools);

/// What to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveAccountCommand {
    /// Our name of the account.
    pub name: String,
    /// The version the caller saw, where the caller insists on it.
    pub expected_version: Option<u64>,
    /// Who and what.
    pub context: Context,
}

impl RemoveAccount {
    /// Runs it.
    ///
    /// # Errors
    /// When the account is unknown, stale or the configuration's, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.remove_account", skip_all, fields(account = %command.name))]
    pub async fn run(&self, command: RemoveAccountCommand) -> Result<(), AccountError> {
        retry_on_contention(|| self.attempt(&command)).await?;
        self.0.registry.reload().await;
        Ok(())
    }

    async fn attempt(&self, command: &RemoveAccountCommand) -> Result<(), AccountError> {
        let name = self.0.stored_name(&command.name)?;
        let mut tx = self.0.begin().await?;
        let expected = command.expected_version;
        let mut kept = self.0.find_for_update(tx.as_mut(), &name, expected).await?;
        let loaded_version = kept.account.version();
        let now = self.0.clock.now();
        let happened = kept.account.remove(now);
        let stored = kept.account.stored();
        tx.accounts().remove(stored.id, loaded_version).await?;
        self.0
            .log(tx.as_mut(), stored, &[happened], now, &command.context)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
