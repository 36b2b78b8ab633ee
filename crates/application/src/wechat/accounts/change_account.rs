//! Change an account, its credentials included.

use domain::wechat::account::{AccountChange, AccountDetails, AccountDraft, SecretChanges};
use ports::wechat::KeptAccount;

use super::credentials;
use super::error::AccountError;
use super::tools::AccountTools;
use super::view::AccountView;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Changes an account. The change counts at once in this process and within two seconds in every other.
#[derive(Clone)]
pub struct ChangeAccount(pub AccountTools);

/// What to change.
pub struct ChangeAccountCommand {
    /// Our name of the account.
    pub name: String,
    /// The version the caller saw, where the caller insists on it.
    pub expected_version: Option<u64>,
    /// Changes the draft of the present facts; what it leaves alone stays.
    pub edit: Box<dyn Fn(&mut AccountDraft) + Send + Sync>,
    /// Whether it is in use, where that changes.
    pub enabled: Option<bool>,
    /// What happens to its credentials.
    pub secrets: SecretChanges,
    /// Who and what.
    pub context: Context,
}

impl ChangeAccount {
    /// Runs it.
    ///
    /// # Errors
    /// When the account is unknown, stale or the configuration's, values are not acceptable, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.change_account", skip_all, fields(account = %command.name))]
    pub async fn run(&self, command: ChangeAccountCommand) -> Result<AccountView, AccountError> {
        let kept = retry_on_contention(|| self.attempt(&command)).await?;
        self.0.registry.reload().await;
        Ok(self.0.view(&kept))
    }

    async fn attempt(&self, command: &ChangeAccountCommand) -> Result<KeptAccount, AccountError> {
        let name = self.0.stored_name(&command.name)?;
        let mut tx = self.0.begin().await?;
        let expected = command.expected_version;
        let mut kept = self.0.find_for_update(tx.as_mut(), &name, expected).await?;
        let loaded_version = kept.account.version();
        let now = self.0.clock.now();
        let wanted = self.wanted(command, &kept)?;
        let changes = wanted.secrets.clone();
        let happened = kept.account.change(wanted, now)?;
        if happened.is_empty() {
            return Ok(kept);
        }
        credentials::apply(self.0.registry.sealer(), &mut kept, &changes);
        tx.accounts().save(&kept, loaded_version).await?;
        let stored = kept.account.stored();
        self.0
            .log(tx.as_mut(), stored, &happened, now, &command.context)
            .await?;
        tx.commit().await?;
        Ok(kept)
    }

    fn wanted(&self, command: &ChangeAccountCommand, kept: &KeptAccount) -> Result<AccountChange, AccountError> {
        let stored = kept.account.stored();
        let mut draft = stored.details.to_draft();
        (command.edit)(&mut draft);
        let mut faults = command.secrets.faults();
        match AccountDetails::check(draft) {
            Ok(details) => {
                faults.check()?;
                Ok(AccountChange {
                    details,
                    enabled: command.enabled.unwrap_or(stored.enabled),
                    secrets: credentials::effective(self.0.registry.sealer(), kept, &command.secrets),
                })
            }
            Err(others) => {
                faults.extend(others);
                Err(faults.into())
            }
        }
    }
}
