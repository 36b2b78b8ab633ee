//! Where accounts are kept, their credentials sealed.

use std::fmt;

use async_trait::async_trait;
use domain::ids::AccountId;
use domain::wechat::account::{Account, AccountName, SecretKind};

use crate::log::EventLog;
use crate::store::StoreError;

/// The credentials of an account, each sealed by [`crate::system::SecretSealer`].
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SealedCredentials([Option<String>; 4]);

impl SealedCredentials {
    /// One of them.
    #[must_use]
    pub fn of(&self, kind: SecretKind) -> Option<&str> {
        self.0[kind as usize].as_deref()
    }

    /// Puts one in its place, or takes it away.
    pub fn put(&mut self, kind: SecretKind, sealed: Option<String>) {
        self.0[kind as usize] = sealed;
    }
}

impl fmt::Debug for SealedCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedCredentials(…)")
    }
}

/// An account with its sealed credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAccount {
    /// The account.
    pub account: Account,
    /// Its credentials.
    pub sealed: SealedCredentials,
}

/// The accounts that were added over the API. There are few: lists are whole.
#[async_trait]
pub trait AccountStore: Send + Sync {
    /// Begins a transaction. Dropping it uncommitted MUST leave nothing. Transactions take turns.
    async fn begin(&self) -> Result<Box<dyn AccountTransaction>, StoreError>;

    /// Every account, by name.
    async fn list(&self) -> Result<Vec<KeptAccount>, StoreError>;

    /// A number that MUST differ from every earlier one after each committed transaction. Cheap to ask.
    async fn revision(&self) -> Result<u64, StoreError>;
}

/// Accounts and the event log in one transaction.
#[async_trait]
pub trait AccountTransaction: Send {
    /// Accounts.
    fn accounts(&mut self) -> &mut dyn AccountRepository;
    /// The event log.
    fn log(&mut self) -> &mut dyn EventLog;
    /// Makes everything durable.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Accounts inside a transaction.
#[async_trait]
pub trait AccountRepository: Send {
    /// The account of that name.
    async fn find_for_update(&mut self, name: &AccountName) -> Result<Option<KeptAccount>, StoreError>;

    /// Stores a new account. An id, a name or an
    /// [identity](domain::wechat::account::AccountDetails::identity) that is there already MUST fail with
    /// [`StoreError::Duplicate`].
    async fn add(&mut self, kept: &KeptAccount) -> Result<(), StoreError>;

    /// Stores a change; the version may stay when only seals change. MUST fail with [`StoreError::VersionConflict`]
    /// when the stored version is not `expected_version`.
    async fn save(&mut self, kept: &KeptAccount, expected_version: u64) -> Result<(), StoreError>;

    /// Forgets an account and its credentials. MUST fail with [`StoreError::VersionConflict`] when the stored version
    /// is not `expected_version`.
    async fn remove(&mut self, id: AccountId, expected_version: u64) -> Result<(), StoreError>;
}
