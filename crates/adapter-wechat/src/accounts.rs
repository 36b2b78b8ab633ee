//! The accounts that are in use, each as its set-up is now.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use ports::StoreError;
use ports::wechat::{AccountBook, AccountSetup, RefusalKind, WechatFailure};

use crate::account::Account;
use crate::building::Building;
use crate::failure::{later, refused};
use crate::token::{TokenKeeper, secret_print, token_key};

/// Whose token, and the secret that buys it.
type KeeperKey = (String, [u8; 32]);

/// Accounts, built when they are first called and anew when their set-up changed.
pub(crate) struct Accounts {
    book: Arc<dyn AccountBook>,
    building: Building,
    in_use: Mutex<HashMap<String, Arc<Account>>>,
    /// Accounts with one app id and secret share its keeper, and with it the single flight of fetches.
    keepers: Mutex<HashMap<KeeperKey, Weak<TokenKeeper>>>,
}

impl Accounts {
    pub(crate) fn new(book: Arc<dyn AccountBook>, building: Building) -> Self {
        Self {
            book,
            building,
            in_use: Mutex::default(),
            keepers: Mutex::default(),
        }
    }

    pub(crate) const fn building(&self) -> &Building {
        &self.building
    }

    /// The account of that name.
    ///
    /// # Errors
    /// `Refused` when there is none or it is disabled, `Later` when that cannot be found out now.
    pub(crate) async fn get(&self, name: &str) -> Result<Arc<Account>, WechatFailure> {
        let Some(setup) = self.book.setup(name).await.map_err(|error| unreadable(&error))? else {
            self.forget(name);
            return Err(refused(
                RefusalKind::Configuration,
                "there is no WeChat account of this name",
            ));
        };
        if !setup.enabled {
            self.forget(name);
            return Err(refused(RefusalKind::Configuration, "the WeChat account is disabled"));
        }
        if let Some(account) = self.current(&setup) {
            return Ok(account);
        }
        self.forget_those_gone().await;
        Ok(self.build(setup))
    }

    fn current(&self, setup: &AccountSetup) -> Option<Arc<Account>> {
        let in_use = lock(&self.in_use);
        let account = in_use.get(&setup.name)?;
        (account.setup().generation == setup.generation).then(|| Arc::clone(account))
    }

    fn build(&self, setup: Arc<AccountSetup>) -> Arc<Account> {
        let keeper = self.keeper(&setup);
        let mut in_use = lock(&self.in_use);
        let earlier = in_use.get(&setup.name);
        if let Some(built) = earlier.filter(|earlier| earlier.setup().generation == setup.generation) {
            return Arc::clone(built);
        }
        let account = self
            .building
            .account(Arc::clone(&setup), keeper, earlier.map(Arc::as_ref));
        let account = Arc::new(account);
        in_use.insert(setup.name.clone(), Arc::clone(&account));
        account
    }

    fn keeper(&self, setup: &Arc<AccountSetup>) -> Arc<TokenKeeper> {
        let mut keepers = lock(&self.keepers);
        keepers.retain(|_, keeper| keeper.strong_count() > 0);
        let key = (token_key(setup), secret_print(setup));
        if let Some(keeper) = keepers.get(&key).and_then(Weak::upgrade) {
            return keeper;
        }
        let keeper = Arc::new(self.building.token_keeper(setup));
        keepers.insert(key, Arc::downgrade(&keeper));
        keeper
    }

    fn forget(&self, name: &str) {
        lock(&self.in_use).remove(name);
    }

    /// An account that is gone may never be asked for again, so it is looked for whenever another one is built.
    async fn forget_those_gone(&self) {
        if let Ok(all) = self.book.all().await {
            let names: BTreeSet<&str> = all.iter().map(|setup| setup.name.as_str()).collect();
            lock(&self.in_use).retain(|name, _| names.contains(name.as_str()));
        }
    }
}

fn unreadable(error: &StoreError) -> WechatFailure {
    tracing::warn!(%error, detail = error.detail(), "the WeChat accounts cannot be read");
    later(None, "the WeChat accounts cannot be read")
}

/// A panic while the lock was held leaves whole entries behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
