//! An account book that holds what it is told.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use ports::StoreError;
use ports::wechat::{AccountBook, AccountSetup};

use crate::lock;

/// Accounts in memory; the same until they are changed.
#[derive(Default)]
pub struct FixedAccounts(Mutex<BTreeMap<String, Arc<AccountSetup>>>);

impl FixedAccounts {
    /// These accounts, each under its name.
    #[must_use]
    pub fn of(setups: impl IntoIterator<Item = AccountSetup>) -> Self {
        let accounts = Self::default();
        for setup in setups {
            accounts.set(setup);
        }
        accounts
    }

    /// Adds an account, or replaces the one of its name. Its generation is the caller's to change.
    pub fn set(&self, setup: AccountSetup) {
        lock(&self.0).insert(setup.name.clone(), Arc::new(setup));
    }

    /// Takes an account out.
    pub fn remove(&self, name: &str) {
        lock(&self.0).remove(name);
    }
}

#[async_trait]
impl AccountBook for FixedAccounts {
    async fn setup(&self, account: &str) -> Result<Option<Arc<AccountSetup>>, StoreError> {
        Ok(lock(&self.0).get(account).cloned())
    }

    async fn all(&self) -> Result<Vec<Arc<AccountSetup>>, StoreError> {
        Ok(lock(&self.0).values().cloned().collect())
    }
}
