//! The client: any typed call for any account.

use std::sync::Arc;

use async_trait::async_trait;
use ports::system::Clock;
use ports::wechat::{AccessTokenStore, AccountBook, JsTickets, Ticket, TicketKind, WechatFailure};
use wechat_protocol::api::ApiCall;

use crate::account::Account;
use crate::accounts::Accounts;
use crate::acknowledged::{Acknowledged, Explicit};
use crate::building::Building;
use crate::settings::{SetupError, WechatSettings};

/// WeChat's API over HTTP, for any number of accounts of any product.
///
/// One per process: the rate limits, the breakers and the single flight of token fetches are its own.
pub struct WechatClient {
    accounts: Accounts,
}

impl WechatClient {
    /// Builds the client. Nothing is sent before the first call.
    ///
    /// # Errors
    /// When an address is not usable or the HTTP client cannot be built.
    pub fn new(
        settings: WechatSettings,
        book: Arc<dyn AccountBook>,
        store: Arc<dyn AccessTokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SetupError> {
        let building = Building::new(settings, store, clock)?;
        Ok(Self {
            accounts: Accounts::new(book, building),
        })
    }

    /// Whether WeChat can be reached and takes an account's credentials: a token is there, or can be had.
    ///
    /// # Errors
    /// Why not.
    pub async fn check_access(&self, account: &str) -> Result<(), WechatFailure> {
        self.account(account).await?.caller().keeper().token().await.map(drop)
    }

    /// Makes any typed call for an account: the one path to WeChat.
    ///
    /// # Errors
    /// `Refused` with `Configuration` for an account that does not exist, is disabled or is of another product; otherwise
    /// as WeChat answers. `Unanswered` only for calls that are not repeatable.
    pub(crate) async fn call<C>(&self, account: &str, call: &C) -> Result<C::Answer, WechatFailure>
    where
        C: ApiCall + Sync,
        C::Answer: Send,
    {
        self.account(account).await?.caller().call(call).await
    }

    /// As [`Self::call`], for calls that are answered with "ok" and must not count as done by any other JSON, such as
    /// what is sent to people.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub(crate) async fn order<C>(&self, account: &str, call: &C) -> Result<Acknowledged, WechatFailure>
    where
        C: ApiCall + Sync,
    {
        self.call(account, &Explicit(call)).await
    }

    /// An address on the platform's host for pictures, as it is for us.
    pub(crate) fn on_mp(&self, url: &str) -> String {
        self.accounts.building().wire().hosts.on_mp(url)
    }

    pub(crate) async fn account(&self, name: &str) -> Result<Arc<Account>, WechatFailure> {
        self.accounts.get(name).await
    }
}

#[async_trait]
impl JsTickets for WechatClient {
    async fn ticket(&self, account: &str, kind: TicketKind) -> Result<Ticket, WechatFailure> {
        let account = self.account(account).await?;
        let keeper = account.tickets(kind, self.accounts.building())?;
        let token = keeper.token().await?;
        Ok(Ticket {
            value: token.value,
            expires_at: token.expires_at,
        })
    }
}
