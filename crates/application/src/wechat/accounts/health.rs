//! How well the connection with an account is.

use std::sync::Arc;

use ports::wechat::{AccountSightings, Arrival, MessageArrivals, Sightings};

use super::error::AccountError;
use super::read_accounts::ReadAccounts;
use super::view::AccountView;

/// How well the connection with an account is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHealth {
    /// The account.
    pub account: AccountView,
    /// Its newest message.
    pub last_message: Option<Arrival>,
    /// What was last seen of it.
    pub sightings: Sightings,
}

/// Reads [`AccountHealth`].
#[derive(Clone)]
pub struct ReadAccountHealth {
    /// The accounts.
    pub accounts: ReadAccounts,
    /// When messages arrived.
    pub arrivals: Arc<dyn MessageArrivals>,
    /// What was last seen.
    pub sightings: Arc<dyn AccountSightings>,
}

impl ReadAccountHealth {
    /// The health of one account.
    ///
    /// # Errors
    /// When it is unknown or the store fails.
    pub async fn find(&self, name: &str) -> Result<AccountHealth, AccountError> {
        Ok(AccountHealth {
            account: self.accounts.find(name).await?,
            last_message: self.arrivals.latest(name).await?,
            sightings: self.sightings.sightings(name).await?,
        })
    }
}
