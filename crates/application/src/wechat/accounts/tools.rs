//! What use cases about accounts share.

use std::sync::Arc;

use domain::time::Timestamp;
use domain::wechat::account::{AccountHappened, AccountName, StoredAccount};
use ports::StoreError;
use ports::system::{Clock, Ids};
use ports::wechat::{AccountTransaction, KeptAccount};

use super::error::AccountError;
use super::registry::AccountRegistry;
use super::view::AccountView;
use crate::context::Context;
use crate::log_wire;

/// What use cases about accounts work with.
#[derive(Clone)]
pub struct AccountTools {
    /// The accounts.
    pub registry: AccountRegistry,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
}

impl AccountTools {
    pub(super) async fn begin(&self) -> Result<Box<dyn AccountTransaction>, StoreError> {
        self.registry.store().begin().await
    }

    /// The name of a stored account.
    pub(super) fn stored_name(&self, name: &str) -> Result<AccountName, AccountError> {
        if self
            .registry
            .configured()
            .is_some_and(|configured| configured.name == name)
        {
            return Err(AccountError::Configured);
        }
        AccountName::new(name).map_err(|_| AccountError::Unknown)
    }

    /// The stored account of a name, in the version that the caller saw, where the caller insists on it.
    pub(super) async fn find_for_update(
        &self,
        tx: &mut dyn AccountTransaction,
        name: &AccountName,
        expected: Option<u64>,
    ) -> Result<KeptAccount, AccountError> {
        let kept = tx.accounts().find_for_update(name).await?;
        let kept = kept.ok_or(AccountError::Unknown)?;
        match expected {
            Some(expected) if expected != kept.account.version() => Err(AccountError::Stale {
                expected,
                actual: kept.account.version(),
            }),
            _ => Ok(kept),
        }
    }

    /// Appends what happened, the last of it in the account's present version.
    pub(super) async fn log(
        &self,
        tx: &mut dyn AccountTransaction,
        account: &StoredAccount,
        happened: &[AccountHappened],
        now: Timestamp,
        context: &Context,
    ) -> Result<(), StoreError> {
        let first = account.version + 1 - happened.len() as u64;
        let entry = |(version, happened)| {
            let wire = log_wire::account_happened(account.id, happened);
            context.log_entry(wire, version, now, self.ids.as_ref())
        };
        let entries: Vec<_> = (first..).zip(happened).map(entry).collect();
        tx.log().append(&entries).await
    }

    pub(super) fn view(&self, kept: &KeptAccount) -> AccountView {
        AccountView::of_stored(kept.account.stored(), self.registry.problem_of(kept))
    }
}
