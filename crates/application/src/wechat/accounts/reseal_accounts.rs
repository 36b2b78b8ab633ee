//! Seal every credential anew, under the present key.

use domain::wechat::account::AccountName;
use ports::StoreError;

use super::credentials;
use super::registry::AccountRegistry;
use crate::retry::retry_on_contention;

/// Seals every credential anew, so that the key before is needed no more. Safe to repeat, and while processes run:
/// each account is one transaction, and what it means does not change.
#[derive(Clone)]
pub struct ResealAccounts(pub AccountRegistry);

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Accounts whose credentials are under the present key now.
    pub done: usize,
    /// Names of accounts whose credentials neither key opens: they must be entered again.
    pub unsealable: Vec<String>,
}

impl ResealAccounts {
    /// Runs it.
    ///
    /// # Errors
    /// When the store fails; accounts before the failure are done.
    #[tracing::instrument(name = "use_case.wechat.reseal_accounts", skip_all)]
    pub async fn run(&self) -> Result<Resealed, StoreError> {
        let mut outcome = Resealed::default();
        for kept in self.0.store().list().await? {
            let name = &kept.account.stored().name;
            match retry_on_contention(|| self.reseal(name)).await? {
                Some(true) => outcome.done += 1,
                Some(false) => outcome.unsealable.push(name.as_str().to_owned()),
                None => {}
            }
        }
        self.0.reload().await;
        Ok(outcome)
    }

    /// Whether it could be opened; `None` when it was removed meanwhile.
    async fn reseal(&self, name: &AccountName) -> Result<Option<bool>, StoreError> {
        let mut tx = self.0.store().begin().await?;
        let Some(mut kept) = tx.accounts().find_for_update(name).await? else {
            return Ok(None);
        };
        let Ok(sealed) = credentials::resealed(self.0.sealer(), &kept) else {
            return Ok(Some(false));
        };
        kept.sealed = sealed;
        tx.accounts().save(&kept, kept.account.version()).await?;
        tx.commit().await?;
        Ok(Some(true))
    }
}
