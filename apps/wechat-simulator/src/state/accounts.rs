//! All accounts of the platform.

use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};

use super::account::{Account, Product};

/// More accounts than this are refused.
pub const MOST_ACCOUNTS: usize = 100;

/// Which account; never given to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u32);

/// The accounts, in the order they were added; the first one is the default.
#[derive(Debug)]
pub struct Accounts {
    list: BTreeMap<AccountId, Account>,
    next: u32,
}

impl Accounts {
    /// Begins with the default account, which can never be removed.
    #[must_use]
    pub fn new(default: Account) -> Self {
        Self {
            list: BTreeMap::from([(AccountId(0), default)]),
            next: 1,
        }
    }

    /// Adds an account; `None` when its name is taken or there are too many.
    pub fn add(&mut self, account: Account) -> Option<AccountId> {
        if self.list.len() >= MOST_ACCOUNTS || self.named(&account.name).is_some() {
            return None;
        }
        let id = AccountId(self.next);
        self.next += 1;
        self.list.insert(id, account);
        Some(id)
    }

    /// Removes an account; `None` when there is none, or when it is the default.
    pub fn remove(&mut self, id: AccountId) -> Option<Account> {
        if id == self.default_id() {
            return None;
        }
        self.list.remove(&id)
    }

    /// The account of the environment.
    #[must_use]
    pub fn default_id(&self) -> AccountId {
        AccountId(0)
    }

    /// The account with this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<AccountId> {
        self.find(|account| &*account.name == name)
    }

    /// The first account that fulfils the condition.
    #[must_use]
    pub fn find(&self, is_it: impl Fn(&Account) -> bool) -> Option<AccountId> {
        self.list.iter().find(|(_, account)| is_it(account)).map(|(&id, _)| id)
    }

    /// The account with this app id (corp id).
    #[must_use]
    pub fn with_app_id(&self, products: &[Product], app_id: &str) -> Option<AccountId> {
        self.find(|account| products.contains(&account.identity.product) && account.identity.app_id == app_id)
    }

    /// The account, unless it was removed.
    #[must_use]
    pub fn get(&self, id: AccountId) -> Option<&Account> {
        self.list.get(&id)
    }

    /// The account to change, unless it was removed.
    pub fn get_mut(&mut self, id: AccountId) -> Option<&mut Account> {
        self.list.get_mut(&id)
    }

    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = (AccountId, &Account)> {
        self.list.iter().map(|(&id, account)| (id, account))
    }

    /// All to change, in order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Account> {
        self.list.values_mut()
    }
}

/// # Panics
/// When the account was removed: index only while holding the lock under which the id was found.
impl Index<AccountId> for Accounts {
    type Output = Account;

    fn index(&self, id: AccountId) -> &Account {
        &self.list[&id]
    }
}

impl IndexMut<AccountId> for Accounts {
    fn index_mut(&mut self, id: AccountId) -> &mut Account {
        self.list
            .get_mut(&id)
            .expect("an id is looked up under the lock it was found under")
    }
}
