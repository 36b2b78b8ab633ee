//! How well the connection with an account is.

use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use ports::StoreError;
use ports::system::Clock;
use ports::wechat::{
    self as port, AccountSightings, ApiCalls, ApiHealthReads, Arrival, CallError, MessageArrivals, Sightings,
};

use super::error::AccountError;
use super::read_accounts::ReadAccounts;
use super::view::AccountView;

/// Over how long calls are counted.
const PERIOD: Duration = Duration::from_hours(1);

/// How well the connection with an account is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHealth {
    /// The account.
    pub account: AccountView,
    /// Its newest message.
    pub last_message: Option<Arrival>,
    /// What was last seen of it.
    pub sightings: Sightings,
    /// When the token in use ends; `None` when there is none, or it is not known.
    pub token_expires_at: Option<Timestamp>,
    /// Calls of the last hour, by API.
    pub calls: Vec<ApiCalls>,
    /// The newest errors, newest first.
    pub errors: Vec<CallError>,
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
    /// Tokens in use.
    pub connections: Arc<dyn port::AccountHealth>,
    /// What calls came to.
    pub calls: Arc<dyn ApiHealthReads>,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

impl ReadAccountHealth {
    /// The health of one account. Asks nothing of WeChat.
    ///
    /// # Errors
    /// When it is unknown or the store fails.
    pub async fn find(&self, name: &str) -> Result<AccountHealth, AccountError> {
        let account = self.accounts.find(name).await?;
        Ok(self.of(account).await?)
    }

    async fn of(&self, account: AccountView) -> Result<AccountHealth, StoreError> {
        let name = account.name.clone();
        let since = self.clock.now().minus(PERIOD);
        // A disabled account has no token, and a token store that is down tells none: neither is a fault of the page.
        let token_expires_at = self.connections.token_expires_at(&name).await.ok().flatten();
        Ok(AccountHealth {
            account,
            last_message: self.arrivals.latest(&name).await?,
            sightings: self.sightings.sightings(&name).await?,
            token_expires_at,
            calls: self.calls.calls(&name, since).await?,
            errors: self.calls.errors(&name).await?,
        })
    }
}
