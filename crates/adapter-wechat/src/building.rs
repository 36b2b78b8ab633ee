//! Putting the parts of the client together.

use std::collections::BTreeMap;
use std::sync::Arc;

use ports::system::Clock;
use ports::wechat::AccessTokenStore;
use secrecy::ExposeSecret;

use crate::account::Account;
use crate::settings::{AccountCredentials, SetupError, WechatSettings};
use crate::token::{SharedStore, TokenKeeper};
use crate::transport::Transport;

/// What the accounts are built from.
pub(crate) struct Building {
    settings: WechatSettings,
    transport: Transport,
    store: Arc<dyn AccessTokenStore>,
    clock: Arc<dyn Clock>,
}

impl Building {
    pub(crate) fn new(
        settings: WechatSettings,
        store: Arc<dyn AccessTokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SetupError> {
        let transport = Transport::new(&settings)?;
        Ok(Self {
            settings,
            transport,
            store,
            clock,
        })
    }

    /// Every account by its name. Accounts with one app id share its keeper.
    pub(crate) fn accounts(&self) -> Result<BTreeMap<String, Account>, SetupError> {
        let mut keepers = BTreeMap::new();
        let mut accounts = BTreeMap::new();
        for (name, credentials) in &self.settings.accounts {
            self.check_secret(credentials)?;
            let keeper = keepers
                .entry(&credentials.app_id)
                .or_insert_with(|| Arc::new(self.keeper(credentials)));
            accounts.insert(name.clone(), self.account(name, keeper.clone()));
        }
        Ok(accounts)
    }

    fn account(&self, name: &str, keeper: Arc<TokenKeeper>) -> Account {
        Account::new(
            name,
            keeper,
            self.transport.clone(),
            self.clock.clone(),
            &self.settings.limits,
        )
    }

    fn keeper(&self, credentials: &AccountCredentials) -> TokenKeeper {
        let timeout = self.transport.timeout();
        let shared = SharedStore::new(
            self.store.clone(),
            &credentials.app_id,
            &self.settings.instance,
            timeout,
        );
        TokenKeeper::new(credentials, self.transport.clone(), shared, self.clock.clone())
    }

    fn check_secret(&self, credentials: &AccountCredentials) -> Result<(), SetupError> {
        let contradicts = |other: &AccountCredentials| {
            other.app_id == credentials.app_id
                && other.app_secret.expose_secret() != credentials.app_secret.expose_secret()
        };
        if self.settings.accounts.values().any(contradicts) {
            return Err(SetupError::Secrets {
                app_id: credentials.app_id.clone(),
            });
        }
        Ok(())
    }
}
