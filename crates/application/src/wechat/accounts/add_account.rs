//! Add an account.

use domain::ids::AccountId;
use domain::validation::FieldFaults;
use domain::wechat::account::{Account, AccountChange, AccountDetails, AccountDraft, AccountName, SecretChanges};
use ports::StoreError;
use ports::wechat::{KeptAccount, SealedCredentials};

use super::credentials;
use super::error::AccountError;
use super::tools::AccountTools;
use super::view::AccountView;
use crate::context::Context;
use crate::retry::retry_on_contention;

/// Adds an account, which is in use at once. Repeated with the same id it answers the account that is there.
#[derive(Clone)]
pub struct AddAccount(pub AccountTools);

/// What to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddAccountCommand {
    /// The id it gets.
    pub id: AccountId,
    /// Our name of it, unchecked.
    pub name: String,
    /// What is known of it, unchecked.
    pub draft: AccountDraft,
    /// Whether it is in use.
    pub enabled: bool,
    /// Its credentials.
    pub secrets: SecretChanges,
    /// Who and what.
    pub context: Context,
}

impl AddAccount {
    /// Runs it.
    ///
    /// # Errors
    /// When values are not acceptable, another account has the name or app id, or the store fails.
    #[tracing::instrument(name = "use_case.wechat.add_account", skip_all, fields(account = %command.name))]
    pub async fn run(&self, command: AddAccountCommand) -> Result<AccountView, AccountError> {
        let (name, wanted) = self.check(&command)?;
        let added = retry_on_contention(|| self.attempt(&command, &name, &wanted)).await;
        let added = match added {
            Err(AccountError::Store(StoreError::Duplicate(_))) => self.find_twin(&command, &name).await,
            outcome => outcome,
        };
        let view = self.0.view(&added?);
        self.0.registry.reload().await;
        Ok(view)
    }

    fn check(&self, command: &AddAccountCommand) -> Result<(AccountName, AccountChange), FieldFaults> {
        let mut faults = command.secrets.faults();
        let name = faults.keep("name", AccountName::of_new(&command.name));
        let details = match AccountDetails::check(command.draft.clone()) {
            Ok(details) => Some(details),
            Err(others) => {
                faults.extend(others);
                None
            }
        };
        if details
            .as_ref()
            .is_some_and(|details| self.0.registry.is_configured(details))
        {
            faults.add("appId", "is that of the account in the configuration");
        }
        match (name, details) {
            (Some(name), Some(details)) => {
                faults.check()?;
                let wanted = AccountChange {
                    details,
                    enabled: command.enabled,
                    secrets: command.secrets.clone(),
                };
                Ok((name, wanted))
            }
            _ => Err(faults),
        }
    }

    async fn attempt(
        &self,
        command: &AddAccountCommand,
        name: &AccountName,
        wanted: &AccountChange,
    ) -> Result<KeptAccount, AccountError> {
        let now = self.0.clock.now();
        let (account, happened) = Account::add(command.id, name.clone(), wanted.clone(), now)?;
        let sealed = SealedCredentials::default();
        let mut kept = KeptAccount { account, sealed };
        credentials::apply(self.0.registry.sealer(), &mut kept, &wanted.secrets);
        let mut tx = self.0.begin().await?;
        tx.accounts().add(&kept).await?;
        let stored = kept.account.stored();
        self.0
            .log(tx.as_mut(), stored, &[happened], now, &command.context)
            .await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// The account that is in the way: our own of an earlier attempt, or another.
    async fn find_twin(&self, command: &AddAccountCommand, name: &AccountName) -> Result<KeptAccount, AccountError> {
        let all = self.0.registry.store().list().await?;
        if let Some(own) = all.iter().find(|kept| kept.account.stored().id == command.id) {
            return Ok(own.clone());
        }
        let has_name = all.iter().any(|kept| kept.account.stored().name == *name);
        let field = if has_name { "name" } else { "appId" };
        Err(AccountError::Taken { field })
    }
}
