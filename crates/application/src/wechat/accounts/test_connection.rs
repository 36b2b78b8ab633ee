//! Try the connection with an account out.

use std::sync::Arc;

use ports::wechat::{AccountBook as _, AccountSightings, ConnectionProbe, ConnectionTest};

use super::error::AccountError;
use super::registry::AccountRegistry;

/// Tries an account's credentials out at WeChat, and remembers what was found. Disabled accounts can be tried out, too:
/// that is how one finds out whether to enable them.
#[derive(Clone)]
pub struct TestConnection {
    /// The accounts.
    pub registry: AccountRegistry,
    /// Who looks.
    pub probe: Arc<dyn ConnectionProbe>,
    /// What was found.
    pub sightings: Arc<dyn AccountSightings>,
}

impl TestConnection {
    /// Runs it.
    ///
    /// # Errors
    /// When the account is unknown, its credentials cannot be opened, or the store fails before anything was tried.
    #[tracing::instrument(name = "use_case.wechat.test_connection", skip_all, fields(account = name))]
    pub async fn run(&self, name: &str) -> Result<ConnectionTest, AccountError> {
        let setup = self.registry.setup(name).await?.ok_or(AccountError::Unknown)?;
        if setup.secrets.app_secret.expose().is_empty() {
            return Err(AccountError::Unsealable);
        }
        let test = self.probe.test(&setup).await;
        if let Err(error) = self.sightings.note_test(name, &test).await {
            tracing::warn!(error = %error, detail = error.detail(), "a test of a connection was not remembered");
        }
        Ok(test)
    }
}
