//! Look at accounts.

use super::error::AccountError;
use super::registry::AccountRegistry;
use super::view::AccountView;

/// Everything that is read about accounts.
#[derive(Clone)]
pub struct ReadAccounts(pub AccountRegistry);

impl ReadAccounts {
    /// Every account: the configuration's first, then by name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self) -> Result<Vec<AccountView>, AccountError> {
        let configured = self.0.configured().map(|setup| AccountView::of_configured(setup));
        let kept = self.0.store().list().await?;
        let stored = kept
            .iter()
            .map(|kept| AccountView::of_stored(kept.account.stored(), self.0.problem_of(kept)));
        Ok(configured.into_iter().chain(stored).collect())
    }

    /// One account.
    ///
    /// # Errors
    /// When it is unknown or the store fails.
    pub async fn find(&self, name: &str) -> Result<AccountView, AccountError> {
        if let Some(setup) = self.0.configured().filter(|setup| setup.name == name) {
            return Ok(AccountView::of_configured(setup));
        }
        let all = self.list().await?;
        let found = all.into_iter().find(|view| view.name == name);
        found.ok_or(AccountError::Unknown)
    }
}
